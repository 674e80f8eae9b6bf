/**
 * Linear maps of the last axis: the features of a vector {@code [d]}, or the channels at every
 * place of an image {@code [h, w, c]}, where a log-determinant counts {@code h·w} times.
 *
 * <p>{@link io.github.tfflows.bijectors.linear.InvertibleLinear} (the 1x1 convolution of Glow) and
 * {@link io.github.tfflows.bijectors.linear.Permutation} mix the entries between layers; {@link
 * io.github.tfflows.bijectors.linear.ActNorm} and {@link
 * io.github.tfflows.bijectors.linear.BatchNorm} normalize them; {@link
 * io.github.tfflows.bijectors.linear.Standardize} belongs next to the data.
 */
@NullMarked
package io.github.tfflows.bijectors.linear;

import org.jspecify.annotations.NullMarked;
