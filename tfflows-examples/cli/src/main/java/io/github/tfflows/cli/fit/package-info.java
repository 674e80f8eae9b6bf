/**
 * A training from the command line: checks before the work, progress and events during it, signals
 * that end it early, and the export of the best weights. Begin with {@link
 * io.github.tfflows.cli.fit.FitJob}.
 */
@NullMarked
package io.github.tfflows.cli.fit;

import org.jspecify.annotations.NullMarked;
