/**
 * The files of a saved model: atomic writes, checksums and checks.
 *
 * <p>Begin with {@link ModelDirectory}, which writes a model, and with {@link ModelFile}, which
 * reads one. Methods that read bytes throw an {@link java.io.IOException} if these are not a
 * message.
 */
@NullMarked
package io.github.tfflows.core.saved;

import org.jspecify.annotations.NullMarked;
