import org.jspecify.annotations.NullMarked;

/** Normalizing flows: their definition, compilation, training and export. */
@NullMarked
module io.github.tfflows.core {
  requires transitive org.tensorflow.ndarray;
  requires transitive tensorflow;
  requires transitive tensorflow.framework;
  requires org.bytedeco.javacpp;
  requires static transitive org.jspecify;

  exports io.github.tfflows.core;
  exports io.github.tfflows.core.base;
  exports io.github.tfflows.core.data;
  exports io.github.tfflows.core.execution;
  exports io.github.tfflows.core.graph;
  exports io.github.tfflows.core.inference;
  exports io.github.tfflows.core.model;
  exports io.github.tfflows.core.parallel;
  exports io.github.tfflows.core.training;
  exports io.github.tfflows.core.training.recipe;
  exports io.github.tfflows.core.univariate;
}
