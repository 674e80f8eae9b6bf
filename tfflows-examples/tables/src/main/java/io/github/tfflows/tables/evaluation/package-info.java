/**
 * Measures of a model on rows that it has not seen: log-densities, draws, the calibration of its
 * base and predictions. Begin with {@link io.github.tfflows.tables.evaluation.Evaluation}, which
 * {@link io.github.tfflows.tables.evaluation.Evidence} is measured for.
 */
@NullMarked
package io.github.tfflows.tables.evaluation;

import org.jspecify.annotations.NullMarked;
