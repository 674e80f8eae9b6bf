/**
 * The quality of draws as synthetic data: how well they keep columns and pairs of columns, whether
 * a forest tells them from rows, whether one that learns from them predicts rows, and how close
 * they are to single rows. Begin with {@link io.github.tfflows.cli.synthetic.SyntheticQuality}.
 */
@NullMarked
package io.github.tfflows.cli.synthetic;

import org.jspecify.annotations.NullMarked;
