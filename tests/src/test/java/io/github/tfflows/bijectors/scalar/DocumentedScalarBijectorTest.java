package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.DocumentedClass;
import io.github.tfflows.testing.ScalarBijectorContract;

/** The map in the overview of the package passes the contract of scalar bijectors. */
class DocumentedScalarBijectorTest implements ScalarBijectorContract {
  private static final Class<?> SHOWN = DocumentedClass.of(ScalarBijector.class.getPackage());

  @Override
  public ScalarBijector map() {
    try {
      return (ScalarBijector) SHOWN.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
