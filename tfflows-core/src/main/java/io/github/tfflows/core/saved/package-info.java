/**
 * The files of a saved model: atomic writes, checksums and checks.
 *
 * <p>Begin with {@link io.github.tfflows.core.saved.ModelDirectory}, which writes a model, and with
 * {@link io.github.tfflows.core.saved.ModelFile}, which reads one.
 */
@NullMarked
package io.github.tfflows.core.saved;

import org.jspecify.annotations.NullMarked;
