package io.github.tfflows.core.training;

import io.github.tfflows.core.Weights;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * How far training is.
 *
 * @param step the number of steps taken
 * @param steps the number of steps in all, if it is not stopped before
 * @param loss the mean loss of the steps since the last report, in nats a row
 * @param heldOutLoss the mean loss of the held-out rows at the last validation, in nats a row;
 *     nothing before the first one
 * @param learningRate the step size of the last step
 * @param seconds the time since training began
 * @param weights copies out the weights that would be returned now; to be called by the listener
 *     before it returns, if at all
 */
public record Progress(
    int step,
    int steps,
    double loss,
    OptionalDouble heldOutLoss,
    double learningRate,
    double seconds,
    Supplier<Weights> weights) {}
