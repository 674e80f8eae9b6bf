/** The quality of synthetic data: how well draws of a model stand in for the rows of a table. */
@NullMarked
package io.github.tfflows.cli.synthetic;

import org.jspecify.annotations.NullMarked;
