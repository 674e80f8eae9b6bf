/** Pictures of flows, drawn without a display and written as PNG. */
@NullMarked
package io.github.tfflows.gallery.plot;

import org.jspecify.annotations.NullMarked;
