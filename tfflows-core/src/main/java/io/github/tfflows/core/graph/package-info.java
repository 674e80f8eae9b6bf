/**
 * The language of definitions: expressions in a graph under construction.
 *
 * <p>Begin with {@link Expr}, an array that reads like mathematics, and with {@link GraphScope},
 * its place in the graph, which provides parameters, constants, contexts and loops.
 */
@NullMarked
package io.github.tfflows.core.graph;

import org.jspecify.annotations.NullMarked;
