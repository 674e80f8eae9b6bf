/**
 * The commands of the tool, a class each. A command reads its options, opens its tables and its
 * model, and leaves the work to other packages. Begin with {@link
 * io.github.tfflows.cli.command.ScoreCommand}.
 */
@NullMarked
package io.github.tfflows.cli.command;

import org.jspecify.annotations.NullMarked;
