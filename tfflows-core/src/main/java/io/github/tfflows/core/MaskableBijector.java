package io.github.tfflows.core;

/**
 * A bijector that allows absent entries: an entry of its output is absent exactly where the entry
 * of its input in the same position is (see {@link GraphScope#withPresence}).
 */
public interface MaskableBijector extends Bijector {
  @Override
  default Expr forwardPresence(Expr presence) {
    return presence;
  }
}
