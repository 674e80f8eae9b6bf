/**
 * The parameters of estimators and models, as Spark ML names and stores them. {@link
 * io.github.tfflows.spark.param.TrainingParams} belong to a fit, {@link
 * io.github.tfflows.spark.param.ScoringParams} and {@link
 * io.github.tfflows.spark.param.PredictionParams} to a model.
 */
@NullMarked
package io.github.tfflows.spark.param;

import org.jspecify.annotations.NullMarked;
