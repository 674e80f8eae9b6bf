package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A column without any value is left out of the model, and empty in draws. */
@Tag("training")
class EmptyColumnsTest {
  private static final String HEADER = "a,note,c,count";

  @TempDir static Path folder = Path.of("");

  private static Path table() throws IOException {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < 200; i++) {
      lines.add("%.3f,,%s,NA".formatted(random.nextGaussian(), random.nextBoolean() ? "x" : "y"));
    }
    return Tables.file(folder, "empty.csv", lines.toArray(String[]::new));
  }

  @Test
  void drawsHaveItsNameAndNoValue() throws IOException {
    Path model = folder.resolve("model");
    CommandRun fit =
        CommandRun.fittedToAny(table(), model, 3, "--hidden=8 --kind=count=integer --missing=drop");
    fit.prints("column note has no value: it is left out of the model, and empty in draws");
    List<String> draws = CommandRun.succeeded("sample", model, "-n=5").out().lines().toList();
    assertEquals(HEADER, draws.get(0));
    assertTrue(draws.get(1).matches("-?[0-9.]+,,[xy],"), draws.get(1));
    Path rows = Tables.file(folder, "rows.csv", HEADER, "1,,x,", "1,new,x,5");
    List<String> scores = CommandRun.succeeded("score", model, rows).out().lines().toList();
    assertEquals(
        scores.get(1).substring(2), scores.get(2).substring(2), "its new values say nothing");
    assertEquals(
        List.of(HEADER, "1,,x,", "1,new,x,5"),
        CommandRun.succeeded("impute", model, rows).out().lines().toList());
  }
}
