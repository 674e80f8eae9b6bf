/**
 * The simpler densities of an evaluation. Begin with {@link
 * io.github.tfflows.cli.statistic.MixtureOfGaussians}.
 */
@NullMarked
package io.github.tfflows.cli.statistic;

import org.jspecify.annotations.NullMarked;
