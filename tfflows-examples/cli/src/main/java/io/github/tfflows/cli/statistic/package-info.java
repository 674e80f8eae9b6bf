/**
 * The statistics of an evaluation: calibration, the energy test, levels of the density, and the
 * likelihood beside that of baselines. They take numbers and rows, and know neither tables in files
 * nor text. Begin with {@link io.github.tfflows.cli.statistic.Calibration}.
 */
@NullMarked
package io.github.tfflows.cli.statistic;

import org.jspecify.annotations.NullMarked;
