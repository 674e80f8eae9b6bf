package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;

/**
 * Draws and the log-density at each of them.
 *
 * @param logProb one number for each row, in nats
 */
@SuppressWarnings("ArrayRecordComponent") // results are read, not compared
public record Draws(Rows x, float[] logProb) {}
