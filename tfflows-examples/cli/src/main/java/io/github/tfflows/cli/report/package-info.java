/**
 * Results as text for people and as JSON for programs: of evaluations, contests, fits and
 * descriptions, and the page of an evaluation in HTML. A class each; begin with {@link
 * io.github.tfflows.cli.report.TextReport}.
 */
@NullMarked
package io.github.tfflows.cli.report;

import org.jspecify.annotations.NullMarked;
