/**
 * Evaluations of a model on new rows: log-densities, draws, the calibration of its base and
 * predictions. Begin with {@link io.github.tfflows.tables.evaluation.Evaluation}, computed from
 * {@link io.github.tfflows.tables.evaluation.Evidence}.
 */
@NullMarked
package io.github.tfflows.tables.evaluation;

import org.jspecify.annotations.NullMarked;
