package io.github.tfflows.cli.file.format;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * DuckDB within this process, as a reader and writer of files. It accesses only the files that it
 * is opened for, downloads and loads no extensions, and its configuration is locked.
 */
public final class DuckDatabase {
  /** The URL of a database in memory. */
  public static final String IN_MEMORY = "jdbc:duckdb:";

  /** The share of the machine's memory that DuckDB may use; models and the heap need the rest. */
  private static final String MEMORY = "25%";

  private static final String UNLOADED =
      "DuckDB's native library cannot be unpacked to %s and loaded: %s;"
          + " JAVA_OPTS=-Djava.io.tmpdir=DIR names another folder";

  /** The message of the system about a file, within JSON. */
  private static final Pattern OF_SYSTEM = Pattern.compile("\"exception_message\":\"(.*?)\",\"");

  /** The kinds of failures and of exceptions that begin a message. */
  private static final Pattern KIND =
      Pattern.compile("\\b(?:(?:Invalid Input|\\w+) Error|\\w*Exception): ");

  /** The characters that make a path a pattern. */
  public static final Pattern WILDCARD = Pattern.compile("[*?\\[]");

  /** Opens a database in memory that reads only the given files or patterns. */
  public static DuckDBConnection open(List<String> files) throws SQLException {
    return open(IN_MEMORY, "", files);
  }

  /**
   * Opens a database in memory that writes a file, with a single thread: with more, the others
   * would spin while one waits for rows.
   */
  static DuckDBConnection writing(String file) throws SQLException {
    Properties settings = settings("");
    settings.setProperty("threads", "1");
    return open(IN_MEMORY, settings, List.of(file));
  }

  /**
   * Opens a database for a statement that may name some paths and patterns of files, with a
   * directory for data that exceed memory; empty for none.
   */
  public static DuckDBConnection open(String url, String spill, List<String> files)
      throws SQLException {
    Properties settings = settings(spill);
    if (!url.equals(IN_MEMORY)) {
      settings.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
    }
    return open(url, settings, files);
  }

  private static Properties settings(String spill) {
    Properties settings = new Properties();
    settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("allow_community_extensions", "false");
    settings.setProperty("memory_limit", MEMORY);
    settings.setProperty("threads", Integer.toString(1 + ForkJoinPool.getCommonPoolParallelism()));
    settings.setProperty("temp_directory", spill);
    return settings;
  }

  private static DuckDBConnection open(String url, Properties settings, List<String> files)
      throws SQLException {
    Connection connection = connected(url, settings);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'"); // else that of the machine
      statement.execute("SET allowed_directories = []");
      statement.execute(
          files.stream()
              .map(DuckDatabase::literal)
              .collect(Collectors.joining(", ", "SET allowed_paths = [", "]")));
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
      return connection.unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * The first connection of a process loads DuckDB's native library, and unpacks it from its jar.
   */
  private static Connection connected(String url, Properties settings) throws SQLException {
    try {
      return DriverManager.getConnection(url, settings);
    } catch (LinkageError e) {
      Throwable reason = e;
      while (reason.getCause() != null) {
        reason = reason.getCause();
      }
      throw new SQLException(
          UNLOADED.formatted(System.getProperty("java.io.tmpdir"), reason.getMessage()), e);
    }
  }

  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Returns the path of a file as a pattern that matches only this file and is not an address. */
  public static String pattern(Path file) {
    return WILDCARD.matcher(file.toAbsolutePath().toString()).replaceAll("[$0]");
  }

  /** Returns the reason of a failure in one line. */
  public static String reason(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Matcher ofSystem = OF_SYSTEM.matcher(message);
    if (ofSystem.find()) {
      String system = ofSystem.group(1);
      return system.substring(system.lastIndexOf("\": ") < 0 ? 0 : system.lastIndexOf("\": ") + 3);
    }
    String first = message.lines().findFirst().orElse("no details");
    return KIND.matcher(first).replaceAll("");
  }

  /** Returns the failure of a read; the format of a file in the message may be an empty text. */
  public static IOException failed(String name, String format, SQLException e) {
    String as = format.isEmpty() ? "" : " as " + format;
    return new IOException("%s cannot be read%s: %s".formatted(name, as, reason(e)), e);
  }

  private DuckDatabase() {}
}
