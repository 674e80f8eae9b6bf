package io.github.tfflows.tables.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.FittedTable;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Columns of weights and groups. */
class RowColumnsTest {
  private static final int ROWS = 9_000; // more than a chunk

  /** Thirty groups, and a third of the rows without one; a row's weight is one more than its x. */
  private static final TableSource TABLE =
      Tables.of("x,shop,w", ROWS, i -> List.of(i, i % 3 == 0 ? "" : "shop " + i % 30, 1 + i));

  private static Set<Integer> shops(Data rows) {
    Set<Integer> shops = new HashSet<>();
    for (float x : rows.x().values()) {
      if (x % 3 != 0) {
        shops.add((int) x % 30);
      }
    }
    return shops;
  }

  @Test
  void shopsAreHeldOutAsAWholeAndRowsWithoutAShopAlone() throws IOException {
    TableFit fit = TableFit.of(TABLE).groupedBy("shop").weightedBy("w");
    Data.Split split = fit.parts().splits().get(0);
    Set<Integer> both = shops(split.training());
    both.retainAll(shops(split.heldOut()));
    assertEquals(Set.of(), both);
    assertEquals(0.1, split.heldOut().count() / (double) ROWS, 0.02);
    int alone = 0;
    for (int row = 0; row < split.heldOut().count(); row++) {
      float x = split.heldOut().x().values()[row];
      assertEquals(1 + x, split.heldOut().weight(row));
      alone += x % 3 == 0 ? 1 : 0;
    }
    assertTrue(alone > 100 && alone < 500, alone + " of 3,000 rows without a shop");
  }

  @Test
  void aColumnIsNotThatOfWeightsAndOfGroups() {
    TableFit fit = TableFit.of(TABLE).groupedBy("w").weightedBy("w");
    String said = assertThrows(IllegalArgumentException.class, fit::parts).getMessage();
    assertEquals(
        "the column \"w\" is that of the weights and that of the groups; expected a column for each",
        said);
  }

  @Test
  void aColumnOfGroupsHasNoOtherRole() {
    TableFit fit = TableFit.of(TABLE).groupedBy("shop");
    for (TableFit one : List.of(fit.predicting("shop"), fit.given("shop"), fit.modelling("shop"))) {
      String said = assertThrows(IllegalArgumentException.class, one::parts).getMessage();
      assertEquals("the model has the column \"shop\"; expected another column of groups", said);
    }
  }

  /** One shop has nearly all rows, so that only the rows of others can be held out. */
  @Tag("training")
  @Test
  void aFitWarnsIfLargeGroupsLeaveFewRowsToHoldOut() throws IOException {
    String warning = "only 4 rows of 400 could be held out, since other groups have too many rows";
    for (int small : List.of(4, 40)) {
      TableSource table =
          Tables.of(
              "x,y,shop",
              400,
              i -> List.of(i * 37 % 101, i * 61 % 97, i < small ? "shop " + i % 2 : "largest"));
      TableFit fit = brief(table);
      try (FittedTable grouped = fit.groupedBy("shop").fitted();
          FittedTable alone = fit.fitted()) {
        assertEquals(small == 4, warned(grouped, warning), "" + grouped.outcome().warnings());
        assertFalse(warned(alone, "only "), "" + alone.outcome().warnings());
      }
    }
  }

  @Tag("training")
  @Test
  void aFitWarnsOfFewHeldOutGroups() throws IOException {
    for (int groups : List.of(30, 200)) {
      TableSource table =
          Tables.of("x,y,shop", 400, i -> List.of(i * 37 % 101, i * 61 % 97, i % groups));
      try (FittedTable fitted = brief(table).groupedBy("shop").fitted()) {
        String of = groups == 30 ? "only 3 of 30 groups are held out; intervals" : "only ";
        assertEquals(groups == 30, warned(fitted, of), "" + fitted.outcome().warnings());
      }
    }
  }

  @Tag("training")
  @Test
  void aFitWithoutGroupsWarnsOfNone() throws IOException {
    TableSource table = Tables.of("x,y", 10, i -> List.of(i * 37 % 101, i * 61 % 97));
    TableFit fit =
        brief(table).withTraining(usual -> usual.withSteps(5).withMembers(1).withHeldOut(0.04));
    try (FittedTable fitted = fit.fitted()) {
      assertFalse(warned(fitted, "only 0 rows of 10"), "" + fitted.outcome().warnings());
    }
  }

  private static TableFit brief(TableSource table) {
    return TableFit.of(table)
        .withFlow(FlowFamily.REAL_NVP, size -> new FlowFamily.Size(2, 8, 1, 8))
        .withTraining(usual -> usual.withSteps(5).withMembers(1));
  }

  private static boolean warned(FittedTable fitted, String warning) {
    return fitted.outcome().warnings().stream().anyMatch(one -> one.startsWith(warning));
  }
}
