/**
 * The pictures of a report. Begin with {@link io.github.tfflows.cli.picture.Figures}; {@link
 * io.github.tfflows.cli.picture.Charts} holds sizes and colours.
 */
@NullMarked
package io.github.tfflows.cli.picture;

import org.jspecify.annotations.NullMarked;
