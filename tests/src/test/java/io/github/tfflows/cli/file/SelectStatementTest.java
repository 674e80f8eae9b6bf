package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.file.format.DuckDatabase;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectStatementTest {
  private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-f]{4})");

  @TempDir static Path folder = Path.of("");

  @BeforeAll
  static void write() throws IOException, SQLException {
    Tables.file(folder, "a.csv", "x,y", "1,b", "3,a", "2,c");
    Tables.file(folder, "b.csv", "x,y", "4,d");
    Tables.file(folder, "c.jsonl", "{\"x\": 1, \"y\": \"b\"}");
    Tables.file(folder, "it's a \"file\".csv", "x", "7");
    Tables.file(Files.createDirectory(folder.resolve("sub")), "a.csv", "x", "8");
    run(
        "jdbc:duckdb:",
        "COPY (SELECT 5 AS x, 'e' AS y) TO '%s' (FORMAT parquet)"
            .formatted(folder.resolve("c.parquet")));
    run(base(), "CREATE TABLE t AS SELECT 1 AS x; CREATE SEQUENCE s");
  }

  private static String base() {
    return "jdbc:duckdb:" + folder.resolve("base.db");
  }

  private static void run(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SelectStatementTest.class.getResourceAsStream(resource))) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return all.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  /** Each statement alone and at two of the places, then whole queries. */
  private static List<String> hostile() throws IOException {
    List<String> statements = lines("hostile-statements.txt");
    List<String> places = lines("hostile-places.txt");
    List<String> hostile = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      String statement = statements.get(i);
      hostile.add(statement);
      for (int k = 2 * i; k < 2 * i + 2; k++) {
        hostile.add(places.get(k % places.size()).replace("STATEMENT", statement));
      }
    }
    hostile.addAll(lines("hostile-queries.txt"));
    return hostile;
  }

  private static String sql(String line) {
    return UNICODE
        .matcher(line)
        .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16)))
        .translateEscapes()
        .replace("FOLDER", folder.toString());
  }

  /** Everything in the test's directory, and the names in the working directory. */
  private static Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder);
        Stream<Path> working = Files.list(Path.of(""))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        state.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      working.forEach(file -> state.put(file.toString(), ""));
    }
    return state;
  }

  /** A query over files, or over those and the tables of a database. */
  @FunctionalInterface
  private interface Place {
    TableSource source(String sql) throws IOException;
  }

  @Test
  void refusesEveryThirdHostileQueryAndLeavesNothing() throws IOException {
    assertHostileQueriesAreRefused(3, Queries::overFiles);
  }

  @Test
  @Tag("slow")
  void refusesEveryHostileQueryAndLeavesNothing() throws IOException {
    assertHostileQueriesAreRefused(1, Queries::overFiles);
  }

  @Test
  void refusesEveryFifthAlsoInADatabase() throws IOException {
    assertHostileQueriesAreRefused(5, sql -> Queries.inDatabase(base(), sql));
  }

  private static void assertHostileQueriesAreRefused(int stride, Place place) throws IOException {
    List<String> hostile = hostile();
    assertTrue(hostile.size() > 300, () -> hostile.size() + " queries");
    Map<String, String> before = state();
    for (int i = 0; i < hostile.size(); i += stride) {
      String sql = sql(hostile.get(i));
      refused(sql, () -> Tables.cells(place.source(sql)));
    }
    assertEquals(before, state());
  }

  private static void refused(String sql, Executable reading) {
    Exception failure = assertThrows(Exception.class, reading, sql);
    String message = String.valueOf(failure.getMessage());
    assertTrue(
        failure instanceof IOException || failure instanceof IllegalArgumentException,
        sql + ": " + failure);
    assertTrue(
        message.length() < 500 && message.lines().count() == 1 && !message.contains("Exception"),
        sql + ": " + message);
  }

  @ParameterizedTest
  @MethodSource("honest")
  void runsEveryHonestQuery(String line) throws IOException {
    int arrow = line.lastIndexOf(" => ");
    String expected = line.substring(arrow + 4);
    assertEquals(
        expected, String.valueOf(Tables.cells(Queries.overFiles(sql(line.substring(0, arrow))))));
  }

  static List<String> honest() throws IOException {
    return lines("honest-queries.txt");
  }

  @Test
  void saysWhatAQueryMayNotDo() {
    refused("it has 2 statements", "SELECT 1; SELECT 2");
    refused("it is not a SELECT", "COPY (SELECT 1) TO 'x.csv'");
    refused("it changes data", "WITH t AS (DELETE FROM u RETURNING *) FROM t");
    refused("it describes tables", "SHOW TABLES");
    refused("it calls the function write_log;", "SELECT write_log('x')");
    refused("it calls the function glob in place of a table", "FROM glob('*')");
    refused("it computes the name of a file for read_csv", "FROM read_csv('a' || '.csv')");
    refused("it names the address https://x/a.csv", "FROM read_csv('https://x/a.csv')");
    refused("it has a parameter", "SELECT ?");
  }

  private static void refused(String reason, String sql) {
    Expect.rejected(reason, () -> Queries.overFiles(sql));
  }

  /** The side effects of some functions end with the query. */
  @Test
  void everyFunctionWithSideEffectsIsRefusedOrHarmless() throws SQLException {
    Set<String> found = new TreeSet<>();
    try (Connection database = DuckDatabase.open(List.of());
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT function_name FROM duckdb_functions() WHERE has_side_effects")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    assertTrue(found.contains("write_log"), found::toString);
    found.removeAll(SelectStatement.REFUSED);
    found.removeAll(Set.of("random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid", "error"));
    assertEquals(Set.of(), found);
  }

  /** A file that is made after the check is none that the query names. */
  @Test
  void readsNoOtherFile() throws IOException, SQLException {
    SelectStatement query =
        SelectStatement.parse("it", "FROM '%s'".formatted(folder.resolve("a.csv")));
    try (Connection database = DuckDatabase.open(query.files())) {
      run(database, query.sql());
      for (String other : List.of("FROM '%s'", "COPY (SELECT 1) TO '%s'", "ATTACH '%s' AS other")) {
        Expect.failed(
            SQLException.class,
            "disabled by configuration",
            () -> run(database, other.formatted(folder.resolve("b.csv"))));
      }
      assertThrows(SQLException.class, () -> run(database, "SET enable_external_access = true"));
      assertThrows(SQLException.class, () -> run(database, "INSTALL httpfs"));
    }
  }

  private static void run(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Views of a database read its tables, and no files. */
  @Test
  void aViewReadsNoFileThatTheQueryDoesNotName() throws Exception {
    Path file = folder.resolve("a.csv");
    run(base(), "CREATE VIEW v AS FROM '%s'".formatted(file));
    Expect.failed(
        IOException.class,
        "disabled by configuration",
        () -> Tables.cells(Queries.inDatabase(base(), "SELECT * FROM v")));
    assertEquals(
        List.of(List.of("2")),
        Tables.cells(
            Queries.inDatabase(
                base(),
                "SELECT x FROM '%s' WHERE x > (SELECT x FROM t) AND y = 'c'".formatted(file))));
  }

  @Test
  void refusesAUrlThatRunsStatements() throws IOException {
    Path file = Files.writeString(folder.resolve("init.sql"), "CREATE TABLE u AS SELECT 1");
    Map<String, String> before = state();
    Expect.rejected(
        "expected a database alone",
        () -> Queries.inDatabase(base() + ";session_init_sql_file=" + file, "FROM t"));
    assertEquals(before, state());
  }

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
    String message =
        Expect.message(IllegalArgumentException.class, () -> Queries.inDatabase(url, "SELECT 1"));
    assertTrue(message.contains("no driver for \"jdbc:nothing:\""), message);
    assertFalse(message.contains("secret"), message);
  }
}
