/** How well a model fits rows it has not seen: likelihoods, tests, pictures and a report. */
@NullMarked
package io.github.tfflows.cli.evaluate;

import org.jspecify.annotations.NullMarked;
