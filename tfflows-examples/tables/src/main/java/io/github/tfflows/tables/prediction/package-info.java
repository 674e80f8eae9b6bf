/**
 * Predictions of a column of a table given others: quantiles, moments and probabilities, by the
 * distribution functions of the model where it has them. {@link
 * io.github.tfflows.tables.prediction.Predictor} predicts rows, {@link
 * io.github.tfflows.tables.prediction.JointPredictor} several columns together, and {@link
 * io.github.tfflows.tables.prediction.ConformalScores} correct intervals by rows that were held out
 * of the fit.
 */
@NullMarked
package io.github.tfflows.tables.prediction;

import org.jspecify.annotations.NullMarked;
