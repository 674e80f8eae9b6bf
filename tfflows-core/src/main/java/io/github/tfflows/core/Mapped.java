package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Points pushed through a bijector together with the change of log-volume, built in one pass.
 *
 * @param value the mapped points, shaped {@code [n, event...]}
 * @param logDet the log of the absolute Jacobian determinant at each point, shaped {@code [n]}, in
 *     nats
 * @param <T> the float type of the graph
 */
public record Mapped<T extends TFloating>(Operand<T> value, Operand<T> logDet) {}
