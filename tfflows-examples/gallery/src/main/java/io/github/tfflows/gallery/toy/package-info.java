/** Flows in one and two dimensions, on data made up for the purpose. */
@NullMarked
package io.github.tfflows.gallery.toy;

import org.jspecify.annotations.NullMarked;
