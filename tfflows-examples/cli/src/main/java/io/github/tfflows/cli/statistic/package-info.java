/**
 * The statistics of an evaluation that need a library for matrices or another model: the energy
 * test and the simpler densities. Begin with {@link io.github.tfflows.cli.statistic.EnergyTest}.
 */
@NullMarked
package io.github.tfflows.cli.statistic;

import org.jspecify.annotations.NullMarked;
