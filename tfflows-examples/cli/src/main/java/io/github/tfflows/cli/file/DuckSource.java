package io.github.tfflows.cli.file;

import io.github.tfflows.tables.RowCursor;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/**
 * The rows of a query that DuckDB runs. Each pass runs it again.
 *
 * @param name the name in messages
 * @param format the format of the file in messages, or an empty text
 * @param database opens the database of a pass
 * @param query the query, a SELECT
 * @param read its columns
 */
record DuckSource(String name, String format, Opening database, String query, List<DuckColumn> read)
    implements TableSource {
  /** Opens a database. */
  interface Opening {
    DuckDBConnection open() throws IOException, SQLException;
  }

  /** Checks a query, and determines its columns. */
  static DuckSource of(String name, String format, Opening database, String query)
      throws IOException {
    DuckSource unread = new DuckSource(name, format, database, query, List.of());
    try (DuckDBConnection connection = database.open();
        PreparedStatement statement = connection.prepareStatement("SELECT * " + from(query))) {
      return new DuckSource(name, format, database, query, columns(name, statement.getMetaData()));
    } catch (SQLException e) {
      throw unread.failed(e);
    }
  }

  /** A query within another, so that it can be nothing else, on lines of its own. */
  private static String from(String query) {
    return "FROM (\n" + query + "\n)";
  }

  private static List<DuckColumn> columns(String name, ResultSetMetaData data) throws SQLException {
    List<DuckColumn> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      columns.add(DuckColumn.of(name, data.getColumnLabel(i), data.getColumnTypeName(i)));
    }
    return List.copyOf(columns);
  }

  IOException failed(SQLException e) {
    String as = format.isEmpty() ? "" : " as " + format;
    return new IOException(
        "%s cannot be read%s: %s".formatted(name, as, DuckDatabase.reason(e)), e);
  }

  @Override
  public List<String> columns() {
    return read.stream().map(DuckColumn::name).toList();
  }

  @Override
  public RowCursor open() throws IOException {
    try {
      DuckDBConnection connection = database.open();
      try {
        return new DuckCursor(this, connection, connection.prepareStatement(marked()));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** All values, then the numbers of numerals, and no more. */
  private String values() {
    return IntStream.rangeClosed(1, read.size())
            .mapToObj(place -> read.get(place - 1).value(place))
            .collect(Collectors.joining(", ", "SELECT ", ""))
        + IntStream.rangeClosed(1, read.size())
            .filter(place -> read.get(place - 1).isNumeral())
            .mapToObj(place -> ", " + DuckColumn.number(place))
            .collect(Collectors.joining());
  }

  /** A failure in the middle silently ends the chunks of a result, so a last row marks the end. */
  private String marked() {
    long width = read.size() + read.stream().filter(DuckColumn::isNumeral).count();
    String gaps = "NULL, ".repeat(Math.toIntExact(width));
    return "%s, FALSE %s UNION ALL SELECT %s TRUE".formatted(values(), from(query), gaps);
  }

  /** Runs the query again for the reason why a pass ended early. */
  IOException failure() throws IOException {
    try (DuckDBConnection connection = database.open();
        PreparedStatement statement = connection.prepareStatement(values() + " " + from(query));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        // until it fails
      }
      return new IOException(name + " cannot be read to its end");
    } catch (SQLException e) {
      return failed(e);
    }
  }
}
