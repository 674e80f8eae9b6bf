/**
 * How strange rows are: their negative log-density under a mixture of blurred kernels, which is
 * coarser than the density of the flow on purpose. Begin with {@link
 * io.github.tfflows.tables.strangeness.Strangeness}; {@code Kernels} is the mixture, {@code
 * KernelFit} fits it, and {@code StrangenessGraph} builds it for exported models.
 */
@NullMarked
package io.github.tfflows.tables.strangeness;

import org.jspecify.annotations.NullMarked;
