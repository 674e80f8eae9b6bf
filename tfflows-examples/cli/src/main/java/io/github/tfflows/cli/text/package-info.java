/**
 * Words and numbers for people: messages of failures, the notation of numbers, and the values of a
 * column as text.
 */
@NullMarked
package io.github.tfflows.cli.text;

import org.jspecify.annotations.NullMarked;
