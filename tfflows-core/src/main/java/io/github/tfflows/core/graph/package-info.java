/**
 * The language in which definitions are written: expressions in a graph under construction.
 *
 * <p>Begin with {@link io.github.tfflows.core.graph.Expr}, an array that reads like mathematics,
 * and with {@link io.github.tfflows.core.graph.GraphScope}, the place where it is built, which
 * provides parameters, constants, contexts and loops.
 */
@NullMarked
package io.github.tfflows.core.graph;

import org.jspecify.annotations.NullMarked;
