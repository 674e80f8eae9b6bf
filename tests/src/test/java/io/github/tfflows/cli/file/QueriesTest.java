package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.file.format.DuckDatabase;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {
  @TempDir Path folder = Path.of("");

  private static void fails(String reason, String sql) {
    Expect.failed(IOException.class, reason, () -> Tables.cells(Queries.overFiles(sql)));
  }

  @Test
  void readsFilesInTheOrderOfTheQuery() throws IOException {
    Path file = Tables.file(folder, "a.csv", "x,y", "1,b", "3,a", "2,c");
    String sql = "SELECT y, x * 2 AS z FROM '%s' ORDER BY x DESC; ".formatted(file);
    assertEquals(
        List.of(List.of("a", "6"), List.of("c", "4"), List.of("b", "2")),
        Tables.cells(Queries.overFiles(sql)));
    assertEquals(
        List.of(List.of("1")), Tables.cells(Queries.overFiles("SELECT 1 AS x -- a comment")));
  }

  @Test
  void namesTheQueryAndTheReason() {
    fails("the query \"SELECT nope\" cannot be read: ", "SELECT nope");
    fails("missing.parquet: there is no such file", "FROM 'missing.parquet'");
  }

  @Test
  void loadsNoExtensions() throws SQLException {
    try (Connection connection = DuckDatabase.open(List.of());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name, value FROM duckdb_settings() WHERE name IN"
                    + " ('autoinstall_known_extensions', 'autoload_known_extensions',"
                    + " 'allow_community_extensions', 'enable_external_access',"
                    + " 'lock_configuration')")) {
      Map<String, String> settings = new HashMap<>();
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
      assertEquals(5, settings.size());
      settings.forEach(
          (name, value) ->
              assertEquals(String.valueOf(name.equals("lock_configuration")), value, name));
    }
  }

  @Test
  void readsADatabaseWithoutChangingIt() throws Exception {
    String url = "jdbc:duckdb:" + folder.resolve("a.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t AS SELECT 1 AS x");
    }
    assertEquals(List.of(List.of("1")), Tables.cells(Queries.inDatabase(url, "SELECT * FROM t;")));
    assertThrows(IllegalArgumentException.class, () -> Queries.inDatabase(url, "DROP TABLE t"));
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("FROM t")) {
      assertTrue(rows.next());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; COMMIT",
        "SELECT 1; DELETE FROM data;",
        "SELECT ';'",
        "SELECT 1 /* ; */",
        "COMMIT",
        "SET TRANSACTION READ WRITE",
        "CALL f()",
        "COPY (SELECT 1) TO PROGRAM 'touch x'",
        "DELETE FROM data RETURNING *",
        "EXPLAIN ANALYZE SELECT 1",
        "/* SELECT */ DELETE FROM data",
        "SELECTED",
        ""
      })
  void sendsNothingButASelect(String sql) {
    Expect.rejected("is refused", () -> Queries.inDatabase("jdbc:postgresql://localhost:1/x", sql));
  }

  /** Such as those of SQLite and H2, by default. */
  @Test
  void refusesConnectionsThatAreNotReadOnly() throws Exception {
    Driver driver = new WritingDriver();
    DriverManager.registerDriver(driver);
    try {
      Expect.failed(
          IOException.class,
          "the connection cannot be made read-only",
          () -> Queries.inDatabase(WritingDriver.URL, "SELECT 1 AS x"));
    } finally {
      DriverManager.deregisterDriver(driver);
    }
  }

  /** Opens databases of DuckDB by another name, without any option. */
  private static final class WritingDriver implements Driver {
    static final String URL = "jdbc:writing:";

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
      return acceptsURL(url) ? DriverManager.getConnection("jdbc:duckdb:") : null;
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.equals(URL);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }

  @Test
  void doesNotPrintTheRestOfAUrl() {
    String url = "jdbc:nothing://user:secret@host/base";
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> Queries.inDatabase(url, "SELECT 1"));
    String message = String.valueOf(unknown.getMessage());
    assertTrue(message.contains("no driver for \"jdbc:nothing:\""), message);
    assertFalse(message.contains("secret"), message);
  }
}
