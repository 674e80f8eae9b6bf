package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command writes given cells unchanged, whatever the fit has learned. */
@Tag("training")
class KeptCellsTest {
  private static final String HEADER = "amount,share,name,flag,count,day";

  /** Values between the steps of the fit and beyond its range, in many spellings. */
  private static final List<String> ROWS =
      List.of(
          ",50.255,007,TRUE,+5,2024-02-29",
          "19999999,,008,t,1e3,",
          "123456789,0.001,a,No,,2031-12-31",
          "0.10,1e-7,,f,4.0,2020-01-01",
          " 16777217.25 ,0.004, ,0,007,2020-01-01",
          "+0012.50,99999.999,007,,0,2020-01-01");

  @TempDir static Path folder = Path.of("");

  private static Path model = Path.of("");
  private static Path csv = Path.of("");

  private static List<String> table(int count) {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < count; i++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%.2f,%.2f,%s,%s,%d,%s",
              5e6 * random.nextGaussian(),
              100 * random.nextDouble(),
              List.of("007", "008", "a").get(random.nextInt(3)),
              random.nextBoolean() ? "yes" : "no",
              random.nextInt(2_000),
              LocalDate.of(2020, 1, 1).plusDays(random.nextInt(2_000))));
    }
    return lines;
  }

  @BeforeAll
  static void fit() throws IOException {
    Path data = Files.write(folder.resolve("data.csv"), table(400));
    model = folder.resolve("model");
    CommandRun.fittedToAny(data, model, 20, "--flow nice --hidden 8 --kind name=categorical");
    List<String> lines = new ArrayList<>(List.of(HEADER));
    lines.addAll(ROWS);
    csv = Files.write(folder.resolve("gaps.csv"), lines);
  }

  private static void assertKept(List<String> given, List<String> found) {
    assertEquals(given.size(), found.size());
    for (int row = 0; row < given.size(); row++) {
      String[] cells = given.get(row).split(",", -1);
      String[] written = found.get(row).split(",", -1);
      for (int i = 0; i < cells.length; i++) {
        if (!cells[i].isBlank()) {
          assertEquals(cells[i], written[i], found.get(row));
        }
      }
    }
  }

  @Test
  void imputationWritesThemAsTheyCame() throws IOException {
    Path filled = folder.resolve("filled.csv");
    CommandRun.succeeded("impute", model, csv, "--out", filled);
    List<String> lines = Files.readAllLines(filled);
    assertEquals(HEADER, lines.get(0));
    assertKept(ROWS, lines.subList(1, lines.size()));
    assertTrue(lines.stream().noneMatch(line -> List.of(line.split(",", -1)).contains("")));
  }

  @Test
  void drawsWriteTheirConditionsAsTheyCame() throws Exception {
    Path given =
        Tables.file(
            folder, "given.csv", "count,amount", "+5,123456789", "007,19999999", "1e3, 0.001");
    Path draws = folder.resolve("draws.csv");
    CommandRun.succeeded("sample", model, "--given", given, "-n 2 --out", draws);
    List<String> lines = Files.readAllLines(draws);
    assertKept(
        List.of(
            "123456789,,,,+5,",
            "123456789,,,,+5,",
            "19999999,,,,007,",
            "19999999,,,,007,",
            " 0.001,,,,1e3,",
            " 0.001,,,,1e3,"),
        lines.subList(1, lines.size()));
    Path table = folder.resolve("draws.parquet");
    CommandRun.succeeded("sample", model, "--given", given, "--out", table);
    assertEquals(
        List.of("1.23456789E8", "1.9999999E7", "0.001"),
        query("SELECT amount FROM '" + table + "'"));
    CommandRun named =
        CommandRun.succeeded("sample", model, "--given amount=123456789 --given flag=TRUE");
    assertKept(List.of("123456789,,,TRUE,,"), named.out().lines().skip(1).toList());
  }

  private static List<String> query(String sql) throws SQLException {
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Test
  void columnFilesHoldTheNumbersOfText() throws SQLException {
    Path filled = folder.resolve("filled.parquet");
    CommandRun.succeeded("impute", model, csv, "--out", filled);
    String from = " FROM '" + filled + "'";
    assertEquals(
        List.of("1.9999999E7", "1.23456789E8", "0.1", "1.677721725E7", "12.5"),
        query("SELECT amount" + from).subList(1, 6));
    assertEquals(List.of("50.255"), query("SELECT share" + from).subList(0, 1));
    List<String> counts = query("SELECT count" + from);
    assertEquals(List.of("5", "1000"), counts.subList(0, 2));
    assertEquals(List.of("4", "7", "0"), counts.subList(3, 6));
  }

  private static Path given(String name, String row) throws SQLException {
    Path given = folder.resolve(name);
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute(
          "COPY (SELECT %s FROM range(3) t(i)) TO '%s' (FORMAT parquet)".formatted(row, given));
    }
    return given;
  }

  private static List<String> types(Path file) throws SQLException {
    return query("SELECT column_type FROM (DESCRIBE FROM '%s')".formatted(file));
  }

  @Test
  void cellsKeepTheirTypes() throws SQLException {
    Path given =
        given(
            "given.parquet",
            "CASE WHEN i > 0 THEN 16777217.25::DOUBLE END AS amount, 0.1::FLOAT AS share,"
                + " '007' AS name, true AS flag, 5::INTEGER AS count,"
                + " CASE WHEN i > 0 THEN DATE '2024-02-29' END AS day");
    Path filled = folder.resolve("typed.parquet");
    CommandRun.succeeded("impute", model, given, "--out", filled);
    assertEquals(List.of("DOUBLE", "FLOAT", "VARCHAR", "BOOLEAN", "BIGINT", "DATE"), types(filled));
    assertEquals(
        List.of("1.677721725E7", "1.677721725E7"),
        query("SELECT amount FROM '%s'".formatted(filled)).subList(1, 3));
    assertEquals(
        List.of("true"), query("SELECT bool_and(share = 0.1::FLOAT) FROM '%s'".formatted(filled)));
    Path text = folder.resolve("typed.csv");
    CommandRun.succeeded("impute", model, given, "--out", text);
    assertFalse(query("FROM '%s'".formatted(text)).isEmpty());
    assertEquals(
        List.of("0.1,007,true,5,2024-02-29"),
        query(
            ("SELECT DISTINCT concat_ws(',', share, name, flag, count, day)"
                    + " FROM read_csv('%s', all_varchar = true)"
                    + " WHERE amount::DOUBLE = 16777217.25")
                .formatted(text)));
  }

  @Test
  void textDecimalsAndKeysKeepTheirDigits() throws SQLException {
    Path given =
        given(
            "digits.parquet",
            "CASE WHEN i > 0 THEN 1.5::DECIMAL(5, 1) END AS amount, 'a' AS name, true AS flag, DATE '2024-02-29' AS day,"
                + " 9007199254740993 AS id, '-inf'::FLOAT AS far, TIMESTAMP '2024-05-17 14:05:59' AS at, 0.1::DECIMAL(20, 18)"
                + " + 1e-18::DECIMAL(20, 18) AS share, CASE WHEN i > 0 THEN '007' END AS count");
    Path filled = folder.resolve("digits-filled.parquet");
    CommandRun.succeeded("impute", model, given, "--keep id,at,far --out", filled);
    assertEquals(
        List.of("BIGINT", "TIMESTAMP"), types(filled).subList(0, 2), types(filled)::toString);
    assertEquals(
        List.of("DOUBLE"), query("SELECT typeof(amount) FROM '%s' LIMIT 1".formatted(filled)));
    assertEquals(
        List.of("9007199254740993,-inf,0.100000000000000001,007"),
        query(
            "SELECT DISTINCT concat_ws(',', id, far, share, count) FROM '%s' WHERE count = '007'"
                .formatted(filled)));
  }

  @Test
  void drawsHaveTheTypesOfTheirKinds() throws SQLException {
    Path draws = folder.resolve("drawn.parquet");
    CommandRun.succeeded("sample", model, "-n 3 --out", draws);
    assertEquals(List.of("DOUBLE", "DOUBLE", "VARCHAR", "VARCHAR", "BIGINT", "DATE"), types(draws));
  }
}
