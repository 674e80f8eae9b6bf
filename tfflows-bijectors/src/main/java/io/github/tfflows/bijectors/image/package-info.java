/**
 * Layers and flows of images, events shaped {@code [height, width, channels]}.
 *
 * <table>
 * <caption>Layers of images</caption>
 * <tr><th>class</th><th>purpose</th><th>paper</th></tr>
 * <tr><td>{@link Squeeze}<td>fewer places with more channels<td>RealNVP</tr>
 * <tr><td>{@link ConvolutionalNet}<td>the network of couplings, which reads neighbours<td>Glow</tr>
 * <tr><td>{@link CheckerboardCoupling}<td>changes every other place, given the others
 *     <td>RealNVP</tr>
 * <tr><td>{@link MultiScale}<td>levels, each of which splits off half of its channels
 *     <td>RealNVP</tr>
 * <tr><td>{@link Pixels}<td>grey values: noise, logits, bits per dimension<td>RealNVP, MAF</tr>
 * </table>
 *
 * <p>{@link ImageFlows} provides Glow and RealNVP.
 *
 * <p>Maps of the last axis act on the channels of every place: {@link
 * io.github.tfflows.bijectors.linear.ActNorm}, {@link
 * io.github.tfflows.bijectors.linear.InvertibleLinear} (the 1×1 convolution) and {@link
 * io.github.tfflows.bijectors.Coupling}, with a convolutional network a coupling along channels:
 *
 * <pre>{@code
 * new Coupling(new Affine(), ConvolutionalNet.of(512))
 * }</pre>
 */
@NullMarked
package io.github.tfflows.bijectors.image;

import org.jspecify.annotations.NullMarked;
