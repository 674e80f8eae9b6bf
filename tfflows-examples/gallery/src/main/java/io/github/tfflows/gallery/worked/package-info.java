/** One example for each use of flows, each in its own file. */
@NullMarked
package io.github.tfflows.gallery.worked;

import org.jspecify.annotations.NullMarked;
