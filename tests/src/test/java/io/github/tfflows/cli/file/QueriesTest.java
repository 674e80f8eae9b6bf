package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueriesTest {
  @TempDir Path folder = Path.of("");

  private static void fails(String reason, String sql) {
    IOException failed =
        assertThrows(IOException.class, () -> Tables.cells(Queries.overFiles(sql)));
    assertTrue(String.valueOf(failed.getMessage()).contains(reason), failed::toString);
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
