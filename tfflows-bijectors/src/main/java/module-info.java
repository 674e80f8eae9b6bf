import org.jspecify.annotations.NullMarked;

/** Invertible transformations for normalizing flows. */
@NullMarked
module io.github.tfflows.bijectors {
  requires transitive io.github.tfflows.core;
  requires static transitive org.jspecify;

  exports io.github.tfflows.bijectors;
  exports io.github.tfflows.bijectors.continuous;
  exports io.github.tfflows.bijectors.field;
  exports io.github.tfflows.bijectors.base;
  exports io.github.tfflows.bijectors.image;
  exports io.github.tfflows.bijectors.cdf;
  exports io.github.tfflows.bijectors.linear;
  exports io.github.tfflows.bijectors.monotone;
  exports io.github.tfflows.bijectors.network;
  exports io.github.tfflows.bijectors.network.autoregressive;
  exports io.github.tfflows.bijectors.network.layer;
  exports io.github.tfflows.bijectors.residual;
  exports io.github.tfflows.bijectors.scalar;
  exports io.github.tfflows.bijectors.search;
  exports io.github.tfflows.bijectors.spline;
  exports io.github.tfflows.bijectors.structure;
  exports io.github.tfflows.bijectors.surjection;
}
