/**
 * The program {@code tfflows}: {@link io.github.tfflows.cli.Main} assembles the commands, turns
 * failures into exit codes and owns the standard output. The commands are in {@code cli.command},
 * their options in {@code cli.option}.
 */
@NullMarked
package io.github.tfflows.cli;

import org.jspecify.annotations.NullMarked;
