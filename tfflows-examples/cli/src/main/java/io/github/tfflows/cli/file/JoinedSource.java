package io.github.tfflows.cli.file;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The rows of several tables, at least one, of the same columns, one after the other, under one
 * name in messages.
 */
record JoinedSource(String name, List<TableSource> parts) implements TypedSource {
  JoinedSource {
    parts = List.copyOf(parts);
    TableSource first = parts.get(0);
    for (TableSource part : parts) {
      if (!part.columns().equals(first.columns())) {
        throw new IllegalArgumentException(
            "%s has the columns %s; expected those of %s: %s"
                .formatted(
                    part.name(),
                    Excerpt.of(part.columns()),
                    first.name(),
                    Excerpt.of(first.columns())));
      }
    }
  }

  @Override
  public List<String> columns() {
    return parts.get(0).columns();
  }

  /** {@inheritDoc} Empty where the parts differ. */
  @Override
  public Optional<OutputColumn.Type> type(int column) {
    List<Optional<OutputColumn.Type>> types =
        parts.stream()
            .map(part -> TypedSource.type(part, columns().get(column)))
            .distinct()
            .toList();
    return types.size() == 1 ? types.get(0) : Optional.empty();
  }

  @Override
  public RowCursor open() throws IOException {
    return new Cursor(parts.iterator());
  }

  private static final class Cursor implements RowCursor.Following {
    private final Iterator<TableSource> rest;
    private TableSource part;
    private RowCursor rows;

    Cursor(Iterator<TableSource> parts) throws IOException {
      this.rest = parts;
      this.part = rest.next();
      this.rows = part.open();
    }

    @Override
    public RowCursor rows() {
      return rows;
    }

    @Override
    public boolean next() throws IOException {
      while (!rows.next()) {
        if (!rest.hasNext()) {
          return false;
        }
        rows.close();
        part = rest.next();
        rows = part.open();
      }
      return true;
    }

    @Override
    public String place() {
      return "%s of %s".formatted(rows.place(), part.name());
    }
  }
}
