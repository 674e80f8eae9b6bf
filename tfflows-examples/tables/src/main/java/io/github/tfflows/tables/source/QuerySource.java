package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a query. Each pass runs it again, in a transaction that is rolled back. */
record QuerySource(String name, ConnectionSource database, String sql, List<QueryColumn> all)
    implements TableSource {
  /** Rows that a driver fetches at once, where it streams. */
  private static final int FETCHED = 1 << 13;

  static QuerySource of(String name, ConnectionSource database, String sql) throws IOException {
    try (Connection connection = database.open()) {
      connection.setAutoCommit(false); // a driver may run the query for the columns
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        ResultSetMetaData data = statement.getMetaData();
        if (data == null || data.getColumnCount() == 0) {
          throw new IllegalArgumentException(name + " returns no columns; expected a SELECT");
        }
        return of(name, database, sql, data);
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw failed(name, e);
    }
  }

  private static QuerySource of(
      String name, ConnectionSource database, String sql, ResultSetMetaData data)
      throws SQLException {
    List<QueryColumn> columns = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      QueryColumn column = QueryColumn.of(data, i);
      if (!labels.add(column.label())) {
        throw new IllegalArgumentException(
            "%s has two columns \"%s\"; name one of them by AS"
                .formatted(name, Excerpt.of(column.label())));
      }
      columns.add(column);
    }
    return new QuerySource(name, database, sql, List.copyOf(columns));
  }

  @Override
  public List<String> columns() {
    return all.stream().map(QueryColumn::label).toList();
  }

  private static IOException failed(String name, SQLException e) {
    String message = String.valueOf(e.getMessage());
    Throwable cause = e.getCause(); // such as the name of a host that is unknown
    String reason = cause == null ? "" : String.valueOf(cause.getMessage());
    String further = message.contains(reason) ? "" : " (%s)".formatted(cause);
    return new IOException("%s fails: %s%s".formatted(name, message, further), e);
  }

  @Override
  public RowCursor open() throws IOException {
    try {
      Connection connection = database.open();
      try {
        connection.setAutoCommit(false); // else PostgreSQL's driver fetches all rows at once
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(FETCHED);
        return new Cursor(connection, statement.executeQuery());
      } catch (SQLException e) {
        try (connection) {
          connection.rollback(); // closing commits in some databases
        }
        throw e;
      }
    } catch (SQLException e) {
      throw failed(name, e);
    }
  }

  private final class Cursor implements RowCursor {
    private final Connection connection;
    private final ResultSet rows;
    private final QueryColumn[] read = all.toArray(QueryColumn[]::new);

    /** The values of the row. Each is read once, as some drivers require. */
    private final @Nullable Object[] cells = new @Nullable Object[read.length];

    private final BitSet areRead = new BitSet();

    private long row;

    Cursor(Connection connection, ResultSet rows) {
      this.connection = connection;
      this.rows = rows;
    }

    @Override
    public boolean next() throws IOException {
      try {
        row++;
        areRead.clear();
        return rows.next();
      } catch (SQLException e) {
        throw failed(name, e);
      }
    }

    @Override
    public String place() {
      return "row " + row;
    }

    @Override
    public @Nullable String text(int column) {
      return read[column].text(cell(column), () -> place(column));
    }

    @Override
    public double number(int column) {
      return read[column].number(cell(column));
    }

    private @Nullable Object cell(int column) {
      if (!areRead.get(column)) {
        try {
          cells[column] = value(column);
        } catch (SQLException e) {
          throw unreadable(column, e);
        } catch (DateTimeException e) { // MariaDB's driver fails so at the month zero
          throw unreadable(column, new SQLException(e.getMessage(), e));
        }
        areRead.set(column);
      }
      return cells[column];
    }

    /** Reads a value, in the driver's form if it has no other. */
    private @Nullable Object value(int column) throws SQLException {
      try {
        return read[column].value(rows, column + 1);
      } catch (SQLException e) {
        read[column] = read[column].plain();
        return read[column].value(rows, column + 1);
      }
    }

    private String place(int column) {
      return "%s, %s, column %s".formatted(name, place(), Excerpt.of(all.get(column).label()));
    }

    private UncheckedIOException unreadable(int column, SQLException e) {
      IOException failure = failed(name, e);
      return new UncheckedIOException(
          "%s cannot be read: %s".formatted(place(column), e.getMessage()), failure);
    }

    @Override
    public void close() throws IOException {
      try (connection) {
        try {
          rows.getStatement().close();
        } finally {
          connection.rollback();
        }
      } catch (SQLException e) {
        throw failed(name, e);
      }
    }
  }
}
