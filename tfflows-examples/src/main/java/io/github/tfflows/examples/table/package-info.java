/** Tables as files, what their columns are, and flows over them. */
@NullMarked
package io.github.tfflows.examples.table;

import org.jspecify.annotations.NullMarked;
