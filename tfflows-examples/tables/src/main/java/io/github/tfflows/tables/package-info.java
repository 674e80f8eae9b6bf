/**
 * One model of a table with columns of any kind. {@link io.github.tfflows.tables.TableFit} fits it
 * to the rows of a {@link io.github.tfflows.tables.source.TableSource}, and {@link
 * io.github.tfflows.tables.TableModel} scores, predicts, draws, explains, imputes and exports in
 * the units of the table. Begin with {@code TableFit.of(source).fit()}.
 */
@NullMarked
package io.github.tfflows.tables;

import org.jspecify.annotations.NullMarked;
