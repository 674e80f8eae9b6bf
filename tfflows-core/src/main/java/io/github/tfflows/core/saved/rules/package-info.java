/**
 * The rules for models from strangers: a sandbox of numeric ops with bounded work.
 *
 * <p>Begin with {@link GraphRules}, which applies all rules to the messages of a file before
 * TensorFlow reads them.
 */
@NullMarked
package io.github.tfflows.core.saved.rules;

import org.jspecify.annotations.NullMarked;
