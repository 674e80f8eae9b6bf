/** The evaluation of a model on unseen rows: likelihoods, tests, pictures and a report. */
@NullMarked
package io.github.tfflows.cli.evaluate;

import org.jspecify.annotations.NullMarked;
