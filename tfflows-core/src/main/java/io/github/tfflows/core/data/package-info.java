/**
 * Inputs and outputs of models, and data for training.
 *
 * <p>{@link Rows} are events in one flat array; {@link Data} adds a context and a weight to each
 * row; a {@link DataSource} streams data that may be larger than memory. A {@link Layout} names the
 * parts of vectors. A {@link LinearGaussian} is the density that a flow of the data should beat.
 *
 * <p>The likelihood of integer data is unbounded. Dequantize them with {@link
 * DataSource#dequantized}, which adds uniform noise of one step.
 */
@NullMarked
package io.github.tfflows.core.data;

import org.jspecify.annotations.NullMarked;
