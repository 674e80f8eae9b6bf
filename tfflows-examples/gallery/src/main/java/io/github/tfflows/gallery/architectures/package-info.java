/**
 * Every architecture of the library on the same densities: held-out log-likelihoods, the time of a
 * training step and of draws, and a picture of each learned density.
 */
@NullMarked
package io.github.tfflows.gallery.architectures;

import org.jspecify.annotations.NullMarked;
