package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;

/**
 * Rows mapped by a flow, and the log-determinants.
 *
 * @param logDet the logarithm of the absolute Jacobian determinant, one number for each row, in
 *     nats
 */
@SuppressWarnings("ArrayRecordComponent") // results are read, not compared
public record Transformed(Rows value, float[] logDet) {}
