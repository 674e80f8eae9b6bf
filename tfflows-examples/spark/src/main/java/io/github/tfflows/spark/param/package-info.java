/**
 * The parameters of estimators and models, as Spark ML names and stores them. {@link
 * io.github.tfflows.spark.param.FitParams} belong to a fit, {@link
 * io.github.tfflows.spark.param.ScoringParams} to a model.
 */
@NullMarked
package io.github.tfflows.spark.param;

import org.jspecify.annotations.NullMarked;
