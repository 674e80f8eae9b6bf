/** Scores of Apache Spark tables under an exported model. */
@NullMarked
package io.github.tfflows.spark;

import org.jspecify.annotations.NullMarked;
