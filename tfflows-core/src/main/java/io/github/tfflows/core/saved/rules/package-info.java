/**
 * The rules for models from strangers: a sandbox of numeric ops with bounded work.
 *
 * <p>Begin with {@link GraphRules}, which applies all rules to the messages of a file before
 * TensorFlow reads them. A check that fails throws an {@link java.io.IOException} whose message
 * names the signature, or the node and its place.
 */
@NullMarked
package io.github.tfflows.core.saved.rules;

import org.jspecify.annotations.NullMarked;
