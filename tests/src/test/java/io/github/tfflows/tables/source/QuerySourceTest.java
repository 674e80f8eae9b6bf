package io.github.tfflows.tables.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of a database in a file. */
class QuerySourceTest {
  @TempDir Path folder = Path.of("");

  private final List<Connection> opened = new ArrayList<>();

  private Connection connect() throws SQLException {
    Properties streamed = new Properties();
    streamed.setProperty("jdbc_stream_results", "true");
    Connection connection =
        DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("orders.db"), streamed);
    opened.add(connection);
    return connection;
  }

  @BeforeEach
  void fill() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE orders (price DOUBLE, n INTEGER, colour VARCHAR, d DECIMAL(9, 2))");
      statement.execute(
          "INSERT INTO orders VALUES (1.5, 3, 'red', 0.25), (NULL, NULL, NULL, NULL)");
      statement.execute("INSERT INTO orders VALUES ('NaN', -1, 'NA', -2)");
    }
  }

  private TableSource query(String sql) throws IOException {
    return TableSources.ofQuery("orders", this::connect, sql);
  }

  private void allClosed() throws SQLException {
    for (Connection connection : opened) {
      assertTrue(connection.isClosed());
    }
  }

  @Test
  void readsTheRowsAgainInEachPass() throws Exception {
    TableSource source = query("SELECT price, n AS number, colour, d FROM orders");
    assertEquals(List.of("price", "number", "colour", "d"), source.columns());
    for (int pass = 0; pass < 2; pass++) {
      assertEquals(
          List.of(
              List.of("1.5", "3", "red", "0.25"),
              Arrays.asList(null, null, null, null),
              Arrays.asList(null, "-1", null, "-2.00")),
          Tables.cells(source));
    }
    try (RowCursor cursor = source.open()) {
      assertTrue(cursor.next());
      assertEquals("row 1", cursor.place());
      assertEquals(1.5, cursor.number(0));
      assertEquals(3, cursor.number(1));
      assertEquals(Double.NaN, cursor.number(2));
      assertEquals(0.25, cursor.number(3));
      assertTrue(cursor.next());
      assertEquals(Double.NaN, cursor.number(1));
    }
    allClosed();
  }

  @Test
  void readsMoreRowsThanAreFetchedAtOnce() throws Exception {
    TableSource source = query("SELECT i FROM range(100_000) rows (i)");
    long rows = 0;
    try (RowCursor cursor = source.open()) {
      while (cursor.next()) {
        assertEquals((double) rows++, cursor.number(0));
      }
    }
    assertEquals(100_000, rows);
    allClosed();
  }

  @Test
  void readsNumbersAndTimesOfAnyType() throws Exception {
    TableSource source =
        query(
            "SELECT 0.1::FLOAT, 9007199254740993, 1.25::DECIMAL(9, 3), TIME '14:05:00.5',"
                + " TIMESTAMP '2024-03-31 02:30:00', DATE '2024-05-17'");
    try (RowCursor cursor = source.open()) {
      assertTrue(cursor.next());
      assertEquals(0.1, cursor.number(0));
    }
    assertEquals(
        List.of(
            "0.1", "9007199254740993", "1.250", "14:05:00.500", "2024-03-31T02:30", "2024-05-17"),
        Tables.cells(source).get(0));
  }

  @Test
  void timesBeyondADayStayTexts() throws SQLException {
    assertEquals(LocalTime.of(18, 34), time("18:34:00"));
    for (String length : List.of("210:34:00", "24:00:00", "-02:34:00")) {
      assertEquals(length, time(length));
    }
  }

  /** A time by a driver that leaves out its days. */
  private static @Nullable Object time(String text) throws SQLException {
    LocalTime rest = LocalTime.of(18, 34);
    Map<String, Object> answers =
        Map.of("getString", text, "getObject1", Time.valueOf(rest), "getObject2", rest);
    return new QueryColumn("t", QueryColumn.Form.TIME).value(fake(ResultSet.class, answers), 1);
  }

  /** A part of a driver, by the answers of methods and the number of their arguments, if any. */
  private static <T> T fake(Class<T> part, Map<String, ?> answers) {
    InvocationHandler methods =
        (proxy, method, given) -> {
          String name = method.getName();
          Object answer = answers.get(given == null ? name : name + given.length);
          if (answer instanceof RuntimeException failure) {
            throw failure;
          }
          return answer == null ? answers.get(name) : answer;
        };
    ClassLoader loader = QuerySourceTest.class.getClassLoader();
    return part.cast(Proxy.newProxyInstance(loader, new Class<?>[] {part}, methods));
  }

  private static ResultSetMetaData columns(String type) {
    return fake(
        ResultSetMetaData.class,
        Map.of(
            "getColumnCount",
            1,
            "getColumnTypeName",
            type,
            "getColumnType",
            Types.DATE,
            "getColumnLabel",
            "d"));
  }

  @Test
  void yearsAreNotTheirFirstDays() throws SQLException {
    assertEquals(QueryColumn.Form.LONG_TEXT, QueryColumn.of(columns("YEAR"), 1).form());
    assertEquals(QueryColumn.Form.DATE, QueryColumn.of(columns("DATE"), 1).form());
  }

  @Test
  void datesThatADriverCannotReadAreNamed() throws IOException {
    DateTimeException failure = new DateTimeException("no month 0");
    PreparedStatement closed = fake(PreparedStatement.class, Map.of());
    ResultSet rows =
        fake(ResultSet.class, Map.of("next", true, "getObject1", failure, "getStatement", closed));
    PreparedStatement statement =
        fake(PreparedStatement.class, Map.of("getMetaData", columns("DATE"), "executeQuery", rows));
    Connection driver = fake(Connection.class, Map.of("prepareStatement", statement));
    TableSource source = TableSources.ofQuery("days", () -> driver, "SELECT d");
    Exception failed = assertThrows(UncheckedIOException.class, () -> Tables.cells(source));
    assertEquals("days, row 1, column d cannot be read: no month 0", failed.getMessage());
  }

  /** The driver of PostgreSQL says only that an attempt failed. */
  @Test
  void aFailureNamesItsCause() {
    SQLException failure = new SQLException("no connection", new UnknownHostException("nowhere"));
    ConnectionSource database =
        () -> {
          throw failure;
        };
    Exception failed =
        assertThrows(IOException.class, () -> TableSources.ofQuery("days", database, "SELECT 1"));
    String reason = "days fails: no connection (java.net.UnknownHostException: nowhere)";
    assertEquals(reason, failed.getMessage());
  }

  @Test
  void bitsAreTextsAndNotDecimalNumbers() throws Exception {
    TableSource source = query("SELECT '0101'::BIT, TRUE");
    try (RowCursor cursor = source.open()) {
      assertTrue(cursor.next());
      assertEquals(Double.NaN, cursor.number(0));
    }
    assertEquals(List.of(List.of("0101", "true")), Tables.cells(source));
  }

  @Test
  void refusesValuesThatAreNeitherNumbersNorTexts() throws Exception {
    for (String value :
        List.of("[1, 2]", "{'a': 1}", "'x'::BLOB", "INTERVAL 3 DAY", "MAP {1: 2}")) {
      TableSource source = query("SELECT 1 AS a, " + value + " AS b");
      String message = Expect.message(IllegalArgumentException.class, () -> Tables.cells(source));
      assertTrue(message.startsWith("orders, row 1, column b: got "), message);
    }
    allClosed();
  }

  @Test
  void namesTheTableAndTheReason() throws Exception {
    IOException unknown = assertThrows(IOException.class, () -> query("SELECT nope FROM orders"));
    assertTrue(
        String.valueOf(unknown.getMessage()).startsWith("orders fails: "), unknown::toString);
    assertTrue(String.valueOf(unknown.getMessage()).contains("nope"), unknown::toString);
    Expect.rejected("two columns \"n\"", () -> query("SELECT n, price AS n FROM orders"));
    TableSource late =
        query(
            "SELECT CASE WHEN i = 90_000 THEN error('boom') ELSE i END AS x FROM range(100_000)"
                + " t(i)");
    IOException failed = assertThrows(IOException.class, () -> Tables.cells(late));
    assertTrue(String.valueOf(failed.getMessage()).startsWith("orders fails: "), failed::toString);
    allClosed();
  }

  @Test
  void changesNothing() throws Exception {
    TableSource source = query("INSERT INTO orders (n) VALUES (9) RETURNING n");
    assertEquals(List.of(List.of("9")), Tables.cells(source));
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM orders WHERE n = 9")) {
      assertTrue(count.next());
      assertEquals(0, count.getInt(1));
      assertFalse(count.next());
    }
  }
}
