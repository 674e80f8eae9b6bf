/** A multi-scale flow of small pictures of clothes, Fashion-MNIST. */
@NullMarked
package io.github.tfflows.gallery.image;

import org.jspecify.annotations.NullMarked;
