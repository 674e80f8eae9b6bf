/**
 * A table with columns of any kind as one model. {@link io.github.tfflows.tables.TableFit} fits it
 * to the rows of a {@link io.github.tfflows.tables.source.TableSource}, and {@link
 * io.github.tfflows.tables.TableModel} scores, draws, explains, completes and exports in the units
 * of the table. Begin with {@code TableFit.of(source).fit()}.
 */
@NullMarked
package io.github.tfflows.tables;

import org.jspecify.annotations.NullMarked;
