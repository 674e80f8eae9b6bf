/**
 * The ops allowed in models from strangers, and the shapes of the arrays that they compute.
 *
 * <p>{@link NumericOps} lists the ops. The shape of each array is a function of the number of rows
 * ({@link Size}), so a model is refused before a shape can crash TensorFlow.
 */
@NullMarked
package io.github.tfflows.core.saved.shapes;

import org.jspecify.annotations.NullMarked;
