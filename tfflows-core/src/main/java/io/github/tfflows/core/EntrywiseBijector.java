package io.github.tfflows.core;

/**
 * A bijector that keeps each entry in its place and can leave it out: it moves the entry by itself,
 * or by others that a network reads. Entries may be absent ({@link GraphScope#withPresence}).
 */
public interface EntrywiseBijector extends Bijector {
  @Override
  default Expr forwardPresence(Expr presence) {
    return presence;
  }
}
