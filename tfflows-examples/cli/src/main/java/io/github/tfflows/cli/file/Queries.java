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

  /**
   * Opens a query that DuckDB runs in this process, over files: {@code FROM 'a.parquet'}.
   *
   * @param sql a SELECT
   * @return the source
   * @throws IOException if the query is refused
   * @throws IllegalArgumentException if a column has no plain values
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
    return DuckSource.of(
        name(sql), "", () -> DuckDatabase.open(url, SpillFolder.path().toString()), bare(sql));
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
