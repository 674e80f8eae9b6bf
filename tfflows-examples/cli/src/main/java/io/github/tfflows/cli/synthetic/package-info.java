/**
 * The quality of draws as synthetic data: the similarity of columns and of pairs of columns, a
 * forest that separates draws from rows, a forest that is trained on draws and predicts rows, and
 * the distances to single rows. Begin with {@link
 * io.github.tfflows.cli.synthetic.SyntheticQuality}.
 */
@NullMarked
package io.github.tfflows.cli.synthetic;

import org.jspecify.annotations.NullMarked;
