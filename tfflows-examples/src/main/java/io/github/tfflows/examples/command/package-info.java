/** The commands of {@code tfflows} that work on tables. */
@NullMarked
package io.github.tfflows.examples.command;

import org.jspecify.annotations.NullMarked;
