package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/**
 * The rows of a query that DuckDB runs. Each pass runs it again.
 *
 * @param name the name in messages
 * @param format the format of the file in messages, or an empty text
 * @param database opens the database of a pass
 * @param query the query, a single SELECT, which runs as it is
 * @param read its columns
 */
public record DuckSource(
    String name, String format, Opening database, String query, List<DuckColumn> read)
    implements TypedSource {
  /** Opens a database. */
  public interface Opening {
    DuckDBConnection open() throws IOException, SQLException;
  }

  /** Checks a query, and determines its columns. */
  public static DuckSource of(String name, String format, Opening database, String query)
      throws IOException {
    try (DuckDBConnection connection = database.open();
        PreparedStatement statement = connection.prepareStatement(query)) {
      return new DuckSource(name, format, database, query, columns(name, statement.getMetaData()));
    } catch (SQLException e) {
      throw DuckDatabase.failed(name, format, e);
    }
  }

  private static List<DuckColumn> columns(String name, ResultSetMetaData data) throws SQLException {
    List<DuckColumn> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      if (!seen.add(data.getColumnLabel(i))) {
        throw new IllegalArgumentException(
            "%s has two columns \"%s\"; name one of them by AS"
                .formatted(name, Excerpt.of(data.getColumnLabel(i))));
      }
      columns.add(new DuckColumn(data.getColumnLabel(i), data.getColumnTypeName(i)));
    }
    return List.copyOf(columns);
  }

  /** Returns the rows of a Parquet file with the names of its columns, and with bytes as text. */
  public DuckSource ofParquet(List<String> names) {
    List<DuckColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String type = read.get(i).type();
      columns.add(new DuckColumn(names.get(i), type.equals("BLOB") ? DuckColumn.UNTYPED : type));
    }
    return new DuckSource(name, format, database, query, List.copyOf(columns));
  }

  /**
   * Returns the types of the columns of a JSON file for DuckDB's {@code read_json}, which would
   * read texts such as {@code 05-06-2023} as dates, and write UUIDs in lower case.
   */
  public String jsonTypes() {
    return read.stream()
        .map(
            column ->
                DuckDatabase.literal(column.name()) + ": " + DuckDatabase.literal(column.inJson()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  public List<String> columns() {
    return read.stream().map(DuckColumn::name).toList();
  }

  @Override
  public Optional<OutputColumn.Type> type(int column) {
    return read.get(column).stored();
  }

  @Override
  public RowCursor open() throws IOException {
    try {
      DuckDBConnection connection = database.open();
      try {
        ResultSet rows = connection.createStatement().executeQuery(query);
        return new DuckCursor(new DuckCursor.Read(name, format, read), connection, rows);
      } catch (SQLException e) {
        try (connection) {
          throw reason(connection, e);
        }
      }
    } catch (SQLException e) {
      throw DuckDatabase.failed(name, format, e);
    }
  }

  /**
   * The reason why a streamed query fails before its first row: chunks have it, result sets hide
   * it.
   */
  private SQLException reason(DuckDBConnection connection, SQLException failure) {
    try (PreparedStatement again = connection.prepareStatement(query)) {
      again.unwrap(DuckDBPreparedStatement.class).query().close();
      return failure;
    } catch (SQLException e) {
      return e;
    }
  }
}
