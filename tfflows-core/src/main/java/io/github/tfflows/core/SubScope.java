package io.github.tfflows.core;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;

/**
 * The ops below a name, made when the first one is built: TensorFlow then reads the names of all
 * nodes of the graph, and many places only hold parameters or others. That takes most of the time
 * of building a large graph, so that names of ops nest {@value #DEEPEST} deep at most.
 */
final class SubScope implements Supplier<Ops> {
  /** Enough to tell the layers of a flow apart. */
  private static final int DEEPEST = 2;

  private final Supplier<Ops> above;
  private final String name;
  private @Nullable Ops made;

  private SubScope(Supplier<Ops> above, String name) {
    this.above = above;
    this.name = name;
  }

  /** Returns the ops of a place, where {@code depth} names are above it. */
  static Supplier<Ops> below(Supplier<Ops> above, String name, long depth) {
    return depth < DEEPEST ? new SubScope(above, name) : above;
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
