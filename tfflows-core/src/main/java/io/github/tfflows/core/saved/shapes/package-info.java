/**
 * The ops that models of strangers may have, and the shapes of the arrays that they compute.
 *
 * <p>{@link io.github.tfflows.core.saved.shapes.NumericOps} lists the ops. The shape of each array
 * is a function of the number of rows ({@link io.github.tfflows.core.saved.shapes.Size}), so that a
 * model is refused before TensorFlow meets a shape that ends the process.
 */
@NullMarked
package io.github.tfflows.core.saved.shapes;

import org.jspecify.annotations.NullMarked;
