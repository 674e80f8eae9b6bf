package io.github.tfflows.cli.file;

import io.github.tfflows.tables.Excerpt;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Opens tables that are queries. */
public final class Queries {
  private static final Logger LOG = System.getLogger(Queries.class.getName());

  /** The option of DuckDB's URLs for statements that run before the query. */
  private static final String INITIAL = "session_init_sql_file";

  /**
   * Opens a query that DuckDB runs in this process, over files: {@code FROM 'a.parquet'}.
   *
   * @param sql a SELECT that names its files
   * @return the source
   * @throws IOException if DuckDB refuses the query, or a file is missing
   * @throws IllegalArgumentException if it is anything but one SELECT that only reads files that it
   *     names, or a column has no plain values
   */
  public static TableSource overFiles(String sql) throws IOException {
    return byDuckDb(DuckDatabase.IN_MEMORY, sql);
  }

  /**
   * Opens a query that a database runs, by JDBC, in a transaction that only reads.
   *
   * @param url the URL of the database
   * @param sql a SELECT
   * @return the source
   * @throws IOException if the database cannot be reached or refuses the query
   * @throws IllegalArgumentException if there is no driver, or two columns have one name
   */
  public static TableSource inDatabase(String url, String sql) throws IOException {
    requireDriver(url);
    return url.startsWith(DuckDatabase.IN_MEMORY)
        ? byDuckDb(url, sql)
        : TableSource.ofQuery(name(sql), () -> reading(url), bare(sql));
  }

  private static TableSource byDuckDb(String url, String sql) throws IOException {
    if (url.contains(INITIAL)) {
      throw new IllegalArgumentException(
          "the URL names a file of statements by %s; expected a database alone".formatted(INITIAL));
    }
    SelectStatement query = SelectStatement.parse(name(sql), sql);
    return DuckSource.of(
        name(sql),
        "",
        () -> DuckDatabase.open(url, SpillFolder.path().toString(), query.files()),
        query.sql());
  }

  private static Connection reading(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try {
      connection.setReadOnly(true);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the driver has no read-only connections; changes are rolled back", e);
    }
    return connection;
  }

  /** The rest of a URL may hold a password, which the driver manager would print. */
  private static void requireDriver(String url) {
    boolean isThere = DriverManager.drivers().anyMatch(driver -> accepts(driver, url));
    if (!isThere) {
      int end = url.indexOf(':', url.indexOf(':') + 1);
      throw new IllegalArgumentException(
          "there is no driver for \"%s\"; expected a URL such as jdbc:postgresql://host/database,"
                  .formatted(Excerpt.of(end < 0 ? "" : url.substring(0, end + 1)))
              + " and the driver's jar on the CLASSPATH");
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

  /** A query without the semicolon at its end. */
  private static String bare(String sql) {
    String stripped = sql.strip();
    return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }

  private Queries() {}
}
