package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/**
 * A bijector that allows absent entries: an entry of its output is absent if and only if the same
 * entry of its input is (see {@link GraphScope#withPresence}).
 */
public interface MaskableBijector extends Bijector {
  @Override
  default Expr forwardPresence(Expr presence) {
    return presence;
  }
}
