/**
 * The strangeness of rows: their negative log-density under a mixture of blurred kernels, which is
 * deliberately coarser than the density of the flow. Begin with {@link
 * io.github.tfflows.tables.strangeness.Strangeness}; {@code Kernels} is the mixture, {@code
 * KernelFit} fits it, and {@code StrangenessGraph} builds it for exported models.
 */
@NullMarked
package io.github.tfflows.tables.strangeness;

import org.jspecify.annotations.NullMarked;
