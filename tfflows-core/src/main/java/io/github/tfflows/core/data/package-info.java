/**
 * Inputs and outputs of models, and data for training.
 *
 * <p>{@link io.github.tfflows.core.data.Rows} are events in one flat array; {@link
 * io.github.tfflows.core.data.Data} adds a context and a weight to each row; a {@link
 * io.github.tfflows.core.data.DataSource} streams data that may be larger than memory. A {@link
 * io.github.tfflows.core.data.Layout} names the parts of vectors.
 *
 * <p>The likelihood of integer data is unbounded. Dequantize them with {@link
 * io.github.tfflows.core.data.DataSource#dequantized}, which adds uniform noise of one step.
 */
@NullMarked
package io.github.tfflows.core.data;

import org.jspecify.annotations.NullMarked;
