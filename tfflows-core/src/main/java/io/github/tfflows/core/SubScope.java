package io.github.tfflows.core;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;

/**
 * The ops below a name, made when the first one is built: TensorFlow then reads the names of all
 * nodes of the graph, and many places only hold parameters or others.
 */
final class SubScope implements Supplier<Ops> {
  private final Supplier<Ops> above;
  private final String name;
  private @Nullable Ops made;

  SubScope(Supplier<Ops> above, String name) {
    this.above = above;
    this.name = name;
  }

  @Override
  public Ops get() {
    Ops tf = made;
    if (tf == null) {
      tf = above.get().withSubScope(name);
      made = tf;
    }
    return tf;
  }
}
