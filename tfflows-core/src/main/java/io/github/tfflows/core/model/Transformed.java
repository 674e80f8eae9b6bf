package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;

/**
 * Rows pushed through a flow and the change of log-volume at each of them.
 *
 * @param value the mapped rows
 * @param logDet the log of the absolute Jacobian determinant, one number a row, in nats
 */
@SuppressWarnings("ArrayRecordComponent") // results are read, not compared
public record Transformed(Rows value, float[] logDet) {}
