/**
 * Rows of Spark as rows of a model, and scores and draws as rows of Spark. Begin with {@link
 * io.github.tfflows.spark.row.InputColumns}.
 */
@NullMarked
package io.github.tfflows.spark.row;

import org.jspecify.annotations.NullMarked;
