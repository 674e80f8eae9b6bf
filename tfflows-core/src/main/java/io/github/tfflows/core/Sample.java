package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Draws under construction in a graph, with the log-density at each of them.
 *
 * @param value the draws, shaped {@code [n, event...]}
 * @param logProb the log-density at each draw, shaped {@code [n]}, in nats
 * @param <T> the float type of the graph
 */
public record Sample<T extends TFloating>(Operand<T> value, Operand<T> logProb) {}
