/**
 * Tables as passes over rows. {@link io.github.tfflows.tables.source.TableSource} is a table that
 * can be read again and again, {@link io.github.tfflows.tables.source.RowCursor} a pass over it.
 * {@link io.github.tfflows.tables.source.TableSources} creates sources from lists, maps, records,
 * arrays and JDBC queries; implement the interface for other formats.
 */
@NullMarked
package io.github.tfflows.tables.source;

import org.jspecify.annotations.NullMarked;
