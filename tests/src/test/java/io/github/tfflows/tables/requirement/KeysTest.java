package io.github.tfflows.tables.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.FittedTable;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final int PERSONS = 40;

  /** A row for each person in each of some years, sorted, with a size that some share. */
  private static TableSource panel(int years, IntUnaryOperator year) {
    Random random = new Random(1);
    return Tables.of(
        "size,person,year,x",
        PERSONS * years,
        i ->
            List.of(
                random.nextInt(30),
                "p" + i / years,
                2000 + year.applyAsInt(i % years),
                random.nextGaussian()));
  }

  private static Rows events(TableSchema schema, TableSource table) throws IOException {
    return TableReader.readAll(table, schema, Missing.MODEL).x();
  }

  private static List<String> broken(TableSource table, TableSource draws, String... required)
      throws IOException {
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    return new Keys(schema, events(schema, table))
        .broken(
            events(schema, draws), required.length == 0 ? List.of() : List.of(List.of(required)));
  }

  @Test
  void aKeyThatDrawsRepeatIsNamed() throws IOException {
    TableSource table = panel(8, year -> year);
    assertEquals(
        List.of(
            "no two of 320 rows have the same person and year, but 160 of 320 draws repeat those of"
                + " others; if they are a key, require \"unique(person, year)\""),
        broken(table, panel(8, year -> year / 2)));
    assertEquals(List.of(), broken(table, table), "draws keep it");
    TableSource repeated = panel(8, year -> year / 2);
    assertEquals(List.of(), broken(table, repeated, "year", "person"));
    assertEquals(List.of(), broken(table, repeated, "person"));
    assertEquals(1, broken(table, repeated, "person", "x").size());
  }

  /** Numbers of patients, in any order. */
  private static TableSource patients(int distinct) {
    return Tables.of("x,patient", 300, i -> List.of(i % 50, 1000 + i * 37 % distinct));
  }

  @Test
  void aSingleKeyThatDrawsRepeatIsNamed() throws IOException {
    TableSource table = patients(300);
    assertEquals(
        List.of(
            "no two of 300 rows have the same patient, but 50 of 300 draws repeat those of others;"
                + " if it is a key, require \"unique(patient)\""),
        broken(table, patients(250)));
    assertEquals(List.of(), broken(table, table), "draws keep it");
    assertEquals(List.of(), broken(table, patients(250), "patient"));
    assertEquals(List.of(), broken(table, patients(285)), "15 pairs of equal rows by chance");
    assertEquals(List.of(), broken(patients(299), patients(250)), "no key");
  }

  /** The visits of a person are distinct, too, but most of their combinations do not occur. */
  @Test
  void theFullestKeyIsNamed() throws IOException {
    String message = broken(visits(year -> year), visits(year -> year / 2)).get(0);
    assertTrue(message.contains("\"unique(person, year)\""), message);
  }

  private static TableSource visits(IntUnaryOperator year) {
    return Tables.of(
        "visit,person,year",
        8 * PERSONS,
        i -> {
          int of = year.applyAsInt(i % 8);
          return List.of((2 * of + 5 * (i / 8)) % 16, "p" + i / 8, 2000 + of);
        });
  }

  /** In few rows, pairs of independent values differ by chance. */
  @Test
  void pairsThatRowsRepeatOrThatDifferByChanceAreNoKeys() throws IOException {
    TableSource table = panel(8, year -> Math.max(1, year));
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertTrue(new Keys(schema, events(schema, table)).areNone());
    TableSource gaps =
        Tables.of("person,year", 320, i -> List.of("p" + i / 8, i % 8 == 0 ? "" : 2000 + i % 8));
    TableSchema ofGaps = TableScan.all().of(gaps, Missing.MODEL);
    assertTrue(new Keys(ofGaps, events(ofGaps, gaps)).areNone());
    TableSource few = Tables.of("x,y", 30, i -> List.of(i % 10, 100 + i / 10));
    TableSchema ofFew = TableScan.all().of(few, Missing.MODEL);
    assertTrue(new Keys(ofFew, events(ofFew, few)).areNone());
  }

  @Tag("training")
  @Test
  void aFitWarnsUnlessItIsRequired() throws IOException {
    TableFit fit =
        TableFit.of(panel(8, year -> year))
            .withFlow(FlowFamily.REAL_NVP, size -> new FlowFamily.Size(2, 8, 1, 8))
            .withTraining(usual -> usual.withSteps(5).withMembers(1));
    try (FittedTable free = fit.fitted();
        FittedTable distinct = fit.requiring("unique(person, year)").fitted()) {
      assertTrue(
          free.outcome().warnings().stream()
              .anyMatch(one -> one.contains("\"unique(person, year)\"")),
          free.outcome().warnings().toString());
      assertFalse(
          distinct.outcome().warnings().stream().anyMatch(one -> one.contains("no two")),
          distinct.outcome().warnings().toString());
    }
  }
}
