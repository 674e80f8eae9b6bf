/**
 * The rules for models of strangers: a sandbox of numeric ops whose work is bounded.
 *
 * <p>Begin with {@link io.github.tfflows.core.saved.rules.GraphRules}, which applies all of them to
 * the messages of a file, before TensorFlow sees them.
 */
@NullMarked
package io.github.tfflows.core.saved.rules;

import org.jspecify.annotations.NullMarked;
