/**
 * Import of flows from other libraries: {@link io.github.tfflows.gallery.imports.Nflows} and {@link
 * io.github.tfflows.gallery.imports.Zuko} read the state of a PyTorch module, and return the same
 * distribution as a model of this library, to draw from, to serve and to export.
 *
 * <p>Masked networks become dense ones, with zeros in place of masks: do not train them further.
 */
@NullMarked
package io.github.tfflows.gallery.imports;

import org.jspecify.annotations.NullMarked;
