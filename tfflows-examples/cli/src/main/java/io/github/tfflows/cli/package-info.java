/** The commands of {@code tfflows} that work on tables. */
@NullMarked
package io.github.tfflows.cli;

import org.jspecify.annotations.NullMarked;
