package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query. Each pass runs it again, in a transaction that is rolled back.
 *
 * @param name the name in messages
 * @param database the database
 * @param sql the query
 * @param columns the labels of its columns
 * @param numeric whether each of them holds numbers
 */
record QuerySource(
    String name, ConnectionSource database, String sql, List<String> columns, List<Boolean> numeric)
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
    List<String> columns = new ArrayList<>();
    List<Boolean> numeric = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String label = data.getColumnLabel(i);
      if (columns.contains(label)) {
        throw new IllegalArgumentException(
            "%s has two columns \"%s\"; name one of them by AS".formatted(name, Excerpt.of(label)));
      }
      columns.add(label);
      numeric.add(isNumeric(data.getColumnType(i)));
    }
    return new QuerySource(name, database, sql, List.copyOf(columns), List.copyOf(numeric));
  }

  private static boolean isNumeric(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL ->
          true;
      default -> false;
    };
  }

  private static IOException failed(String name, SQLException e) {
    return new IOException("%s fails: %s".formatted(name, e.getMessage()), e);
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
    private long row;

    Cursor(Connection connection, ResultSet rows) {
      this.connection = connection;
      this.rows = rows;
    }

    @Override
    public boolean next() throws IOException {
      try {
        row++;
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
      try {
        return Values.text(rows.getObject(column + 1), () -> place(column));
      } catch (SQLException e) {
        throw unreadable(column, e);
      }
    }

    @Override
    public double number(int column) {
      try {
        if (!numeric.get(column)) {
          return Values.number(rows.getObject(column + 1));
        }
        double number = rows.getDouble(column + 1);
        return rows.wasNull() ? Double.NaN : number;
      } catch (SQLException e) {
        throw unreadable(column, e);
      }
    }

    private String place(int column) {
      return "%s, %s, column %s".formatted(name, place(), Excerpt.of(columns.get(column)));
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
