/**
 * A step of training as a graph: {@link BatchLoss} builds the loss, {@link Gradients}
 * differentiates it, {@link ParameterUpdates} updates the parameters by the rule of the optimizer,
 * and {@link TrainingGraph} runs them. Not exported.
 *
 * <p>The optimizers of the TensorFlow Java framework are not used: in 1.1.0 their Adam updates the
 * powers of its decay rates without waiting for the ops that read them, so that even the first step
 * is right only by chance. Here the raw op reads powers that are fed.
 */
@NullMarked
package io.github.tfflows.core.training.step;

import org.jspecify.annotations.NullMarked;
