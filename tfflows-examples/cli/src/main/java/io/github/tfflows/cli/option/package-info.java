/**
 * Groups of options that several commands share, a class each. {@link
 * io.github.tfflows.cli.option.Limits} rejects values before any work.
 */
@NullMarked
package io.github.tfflows.cli.option;

import org.jspecify.annotations.NullMarked;
