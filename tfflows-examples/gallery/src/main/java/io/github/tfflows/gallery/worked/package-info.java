/** One example for each thing that flows are used for, each in a file of its own. */
@NullMarked
package io.github.tfflows.gallery.worked;

import org.jspecify.annotations.NullMarked;
