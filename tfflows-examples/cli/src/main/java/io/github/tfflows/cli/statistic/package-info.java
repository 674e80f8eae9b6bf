/**
 * The statistics of an evaluation: calibration, the energy test, levels of the density, and the
 * likelihood beside that of baselines. They are computed from numbers and rows alone. Begin with
 * {@link io.github.tfflows.cli.statistic.Calibration}.
 */
@NullMarked
package io.github.tfflows.cli.statistic;

import org.jspecify.annotations.NullMarked;
