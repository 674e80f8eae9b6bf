/**
 * A step of training as a graph: {@link io.github.tfflows.core.training.step.BatchLoss} builds the
 * loss, {@link io.github.tfflows.core.training.step.Gradients} differentiates it, {@link
 * io.github.tfflows.core.training.step.ParameterUpdates} updates the parameters by the rule of the
 * optimizer, and {@link io.github.tfflows.core.training.step.TrainingGraph} runs them. Not
 * exported.
 *
 * <p>The optimizers of the TensorFlow Java framework are not used: in 1.1.0 their Adam updates the
 * powers of its decay rates without waiting for the ops that read them, so even a first step is
 * right only by chance. Here the raw op reads powers that are fed.
 */
@NullMarked
package io.github.tfflows.core.training.step;

import org.jspecify.annotations.NullMarked;
