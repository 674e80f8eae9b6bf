package io.github.tfflows.cli.file;

import io.github.tfflows.cli.file.format.DuckDatabase;
import io.github.tfflows.cli.file.format.DuckSource;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens tables that are queries. */
public final class Queries {
  private static final Pattern BEGINNING =
      Pattern.compile("[\\s(]*(SELECT|WITH|VALUES|TABLE)\\b", Pattern.CASE_INSENSITIVE);

  private static final Logger LOG = System.getLogger(Queries.class.getName());

  private static final Pattern SCHEME = Pattern.compile("(jdbc:)?[A-Za-z0-9+-]+:");

  /** The option of DuckDB's URLs for statements that run before the query. */
  private static final String INITIAL = "session_init_sql_file";

  /**
   * Opens a query that DuckDB runs in this process, over files: {@code FROM 'a.parquet'}.
   *
   * @param sql a SELECT that names its files
   * @throws IOException if DuckDB refuses the query, or a file is missing
   * @throws IllegalArgumentException if it is not a single SELECT that only reads files that it
   *     names, or a column has nested values, binary ones or lengths of time
   */
  public static TableSource overFiles(String sql) throws IOException {
    return byDuckDb(DuckDatabase.IN_MEMORY, sql);
  }

  /**
   * Opens a query that a database runs, by JDBC, in a transaction that only reads.
   *
   * @param url the URL of the database
   * @param sql a SELECT, without a semicolon but at its end
   * @throws IOException if the database cannot be reached or refuses the query
   * @throws IllegalArgumentException if it is not a single SELECT, there is no driver, or two
   *     columns have the same name
   */
  public static TableSource inDatabase(String url, String sql) throws IOException {
    requireDriver(url);
    return url.startsWith(DuckDatabase.IN_MEMORY)
        ? byDuckDb(url, sql)
        : TableSources.ofQuery(name(sql), () -> reading(url), single(sql));
  }

  private static TableSource byDuckDb(String url, String sql) throws IOException {
    if (url.contains(INITIAL)) {
      throw new IllegalArgumentException(
          "the URL names a file of statements by %s; expected a database alone".formatted(INITIAL));
    }
    SelectStatement query = SelectStatement.parse(name(sql), sql);
    String spill = SpillFolder.path().toString();
    return DuckSource.of(
        name(sql), "", () -> DuckDatabase.open(url, spill, query.files()), query.sql());
  }

  private static Connection reading(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try {
      if (!isReadOnly(connection)) {
        throw new SQLFeatureNotSupportedException(
            "the connection cannot be made read-only; expected a driver that has such connections,"
                + " or a URL that opens the database for reading (SQLite: ?open_mode=1, H2:"
                + " ;ACCESS_MODE_DATA=r)");
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Some drivers are read-only by their URL alone, others ignore the call. */
  private static boolean isReadOnly(Connection connection) throws SQLException {
    if (!connection.isReadOnly()) {
      try {
        connection.setReadOnly(true);
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, "the driver refuses read-only connections", e);
      }
    }
    return connection.isReadOnly();
  }

  /**
   * Names the driver alone: the rest of a URL, which the driver manager would print, may hold a
   * password.
   */
  private static void requireDriver(String url) {
    boolean isThere = DriverManager.drivers().anyMatch(driver -> accepts(driver, url));
    if (!isThere) {
      Matcher found = SCHEME.matcher(url);
      String scheme =
          found.lookingAt()
              ? "there is no driver for \"%s\"".formatted(Excerpt.of(found.group()))
              : "the URL of the database has no scheme";
      throw new IllegalArgumentException(
          scheme
              + "; expected one such as jdbc:postgresql://host/database, and the driver's jar on the"
              + " CLASSPATH");
    }
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String name(String sql) {
    return "the query \"%s\"".formatted(Excerpt.of(sql.strip()));
  }

  /**
   * A query without the semicolon at its end. Drivers split their texts at semicolons, each by its
   * own rules of quotes and comments, so there must be no other.
   */
  private static String single(String sql) {
    String stripped = sql.strip();
    String query = stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped;
    if (query.indexOf(';') >= 0) {
      throw new IllegalArgumentException(
          name(sql) + " is refused: it holds a semicolon; expected one SELECT");
    }
    if (!BEGINNING.matcher(query).lookingAt()) {
      throw new IllegalArgumentException(
          name(sql) + " is refused; expected text that begins with SELECT, WITH, VALUES or TABLE");
    }
    return query;
  }

  private Queries() {}
}
