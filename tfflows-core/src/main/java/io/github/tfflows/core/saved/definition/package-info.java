/**
 * Definitions as text, so that a model can be rebuilt from its description.
 *
 * <p>{@link DefinitionWriter} writes a record, and {@link DefinitionReader} reads it back.
 */
@NullMarked
package io.github.tfflows.core.saved.definition;

import org.jspecify.annotations.NullMarked;
