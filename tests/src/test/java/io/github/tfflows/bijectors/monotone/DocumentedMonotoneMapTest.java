package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.DocumentedClass;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarBijectorContract;

/** The map that the overview of the package shows does what every scalar bijector must. */
class DocumentedMonotoneMapTest implements ScalarBijectorContract {
  private static final Class<?> SHOWN = DocumentedClass.of(IncreasingMap.class.getPackage());

  @Override
  public ScalarBijector map() {
    try {
      return (ScalarBijector) SHOWN.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
