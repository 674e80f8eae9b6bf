package io.github.tfflows.tables.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Columns of names of groups beside the column of the groups. */
class NamesOfGroupsTest {
  /**
   * Rows of forty schools in five states. Each school has a head and three teachers, and all share
   * twelve subjects.
   */
  private static TableSource lessons() {
    Random random = new Random(1);
    return Tables.of(
        "school,head,state,size,teacher,subject,score",
        1_200,
        i -> {
          int school = i % 40;
          return List.of(
              school,
              "head " + school,
              "state " + school % 5,
              300 + 17 * (school % 13),
              "teacher %s of %s".formatted(random.nextInt(3), school),
              "subject " + random.nextInt(12),
              "%.3f".formatted(random.nextGaussian()));
        });
  }

  private static List<String> columns(ScannedTable table) {
    return table.schema().written().stream().map(TableColumn::name).toList();
  }

  @Test
  void belongToOneGroupEach() throws IOException {
    List<String> all = List.of("head", "state", "teacher", "subject");
    assertEquals(List.of("head", "teacher"), NamesOfGroups.among(lessons(), "school", all));
    assertEquals(List.of(), NamesOfGroups.among(lessons(), "state", List.of("subject")));
    TableSource few = Tables.of("g,n", 30, i -> List.of(i / 3, "n" + i / 2));
    assertEquals(List.of(), NamesOfGroups.among(few, "g", List.of("n")), "15 rows repeat a name");
  }

  @Test
  void areLeftOutWithANote() throws IOException {
    TableFit fit = TableFit.of(lessons());
    ScannedTable alone = fit.without("school").parts().table();
    assertEquals(List.of("head", "state", "size", "teacher", "subject", "score"), columns(alone));
    ScannedTable grouped = fit.groupedBy("school").parts().table();
    assertEquals(List.of("state", "size", "subject", "score"), columns(grouped));
    assertEquals(
        List.of(
            "the names of head, teacher belong to one group each, and new groups have others: left"
                + " out, unless the kind is declared, as head=categorical"),
        grouped.notes());
    ScannedTable predicting = fit.groupedBy("school").predicting("score").parts().table();
    assertEquals(List.of("score", "state", "size", "subject"), columns(predicting));
  }

  /** Names are in keys alone: comparisons and equations are of numbers, dates and times. */
  @Test
  void areKeptForAKey() throws IOException {
    TableSource heads =
        Tables.of("school,head,headcount", 900, i -> List.of(i % 30, "h" + i % 30, 5 + i / 30));
    TableFit fit = TableFit.of(heads).groupedBy("school");
    ScannedTable bounded = fit.requiring("headcount >= 5").parts().table();
    assertEquals(List.of("headcount"), columns(bounded));
    ScannedTable key = fit.requiring("unique(head, headcount)").parts().table();
    assertEquals(List.of("head", "headcount"), columns(key));
  }

  @Test
  void areKeptIfTheyAreChosen() throws IOException {
    TableFit fit = TableFit.of(lessons()).groupedBy("school");
    ScannedTable declared = fit.withKind("head", new ColumnKind.Categorical()).parts().table();
    assertEquals(List.of("head", "state", "size", "subject", "score"), columns(declared));
    ScannedTable given = fit.predicting("score").given("teacher", "size").parts().table();
    assertEquals(List.of("score", "teacher", "size"), columns(given));
    ScannedTable target = fit.predicting("teacher", "score").given("size").parts().table();
    assertEquals(List.of("teacher", "score", "size"), columns(target));
  }
}
