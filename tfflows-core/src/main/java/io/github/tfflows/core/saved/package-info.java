/** The files of a saved model: how they reach the disk, their checksums, and their checks. */
@NullMarked
package io.github.tfflows.core.saved;

import org.jspecify.annotations.NullMarked;
