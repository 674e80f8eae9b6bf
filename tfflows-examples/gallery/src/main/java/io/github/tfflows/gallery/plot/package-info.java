/** Pictures of flows, drawn by XChart and written as PNG. */
@NullMarked
package io.github.tfflows.gallery.plot;

import org.jspecify.annotations.NullMarked;
