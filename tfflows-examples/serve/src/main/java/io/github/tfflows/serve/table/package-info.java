/**
 * Rows of tables by the names of their columns: each command of the tool on rows is a {@link
 * io.github.tfflows.serve.table.TableRoute}, which {@link
 * io.github.tfflows.serve.table.TableRoutes} lists. Not exported.
 */
@NullMarked
package io.github.tfflows.serve.table;

import org.jspecify.annotations.NullMarked;
