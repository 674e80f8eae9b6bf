/**
 * Base distributions of flows: the {@linkplain io.github.tfflows.core.base.StandardNormal unit
 * Gaussian}, which is the usual choice, {@linkplain io.github.tfflows.core.base.DiagonalNormal
 * Gaussians} and {@linkplain io.github.tfflows.core.base.GaussianMixture mixtures} that can be
 * trained, and the {@linkplain io.github.tfflows.core.base.Uniform uniform distribution} for
 * bounded or circular data.
 */
@NullMarked
package io.github.tfflows.core.base;

import org.jspecify.annotations.NullMarked;
