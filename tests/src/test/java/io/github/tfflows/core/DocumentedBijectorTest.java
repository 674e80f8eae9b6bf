package io.github.tfflows.core;

import io.github.tfflows.DocumentedClass;
import io.github.tfflows.testing.BijectorContract;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** The bijector in the overview of the package passes the contract of bijectors. */
class DocumentedBijectorTest implements BijectorContract {
  private static final Class<?> SHOWN = DocumentedClass.of(Bijector.class.getPackage());

  @Override
  public Bijector bijector(Shape event) {
    try {
      int size = Math.toIntExact(event.size());
      return (Bijector) SHOWN.getConstructor(int.class).newInstance(size);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Override
  public List<String> parameterNames() {
    return List.of("log_scale");
  }

  /** As a short example does. */
  @Override
  public boolean hidesItsSense(Shape event) {
    return event.size() > 1;
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }
}
