package io.github.tfflows.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest version of a model, for programs with servers and streams of their own. */
class LiveTableTest {
  @TempDir static Path folder;

  @BeforeAll
  static void fit() throws IOException {
    NormalTable.export(0, folder.resolve("model"));
  }

  private static LiveTable open() throws IOException {
    return LiveTable.open(folder.resolve("model"), Execution.defaults(), Duration.ofSeconds(1));
  }

  private static List<Map<String, Object>> rows(int i) {
    Object b = i % 7 == 6 ? "text" : 0.2;
    return List.of(Map.of("a", 0.01 * i, "b", b), Map.of("a", 1, "b", 0.1 * i));
  }

  @Test
  void eachCallHasTheScoresOfItsRows() throws Exception {
    try (LiveTable model = open()) {
      List<CompletableFuture<List<RowScore>>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(model.score(rows(i)));
      }
      for (int i = 0; i < 100; i++) {
        List<RowScore> scores = answers.get(i).get(10, TimeUnit.SECONDS);
        assertEquals(2, scores.size());
        for (int row = 0; row < 2; row++) {
          Map<String, Object> values = rows(i).get(row);
          RowScore expected = model.with(table -> table.score(values));
          assertEquals(expected.logProb(), scores.get(row).logProb(), 1e-5, "row " + values);
          assertEquals(expected.problem(), scores.get(row).problem());
        }
      }
    }
  }

  @Test
  void aCallWithoutRowsHasNoScores() throws Exception {
    try (LiveTable model = open()) {
      assertEquals(List.of(), model.score(List.of()).get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void theTimeBetweenChecksIsPositive() {
    Expect.rejected(
        "the seconds between two checks must be positive and finite, got 0.0",
        () -> LiveTable.open(folder.resolve("model"), Execution.defaults(), Duration.ZERO));
  }

  @Test
  void callsThatWaitEndWithTheModel() throws Exception {
    List<CompletableFuture<List<RowScore>>> answers = new ArrayList<>();
    LiveTable model = open();
    for (int i = 0; i < 5_000; i++) {
      answers.add(model.score(rows(i)));
    }
    model.close();
    int scored = 0;
    for (CompletableFuture<List<RowScore>> answer : answers) {
      try {
        scored += answer.get(10, TimeUnit.SECONDS).size() / 2;
      } catch (ExecutionException e) {
        assertInstanceOf(RejectedExecutionException.class, e.getCause());
      }
    }
    assertTrue(scored < answers.size(), "no call waited when the model was closed");
    assertThrows(IllegalStateException.class, () -> model.score(rows(0)));
  }

  @Test
  void aModelOfNoTableIsRefused() throws IOException {
    try (CompiledDistribution flow = CompiledDistribution.compile(Flows.realNvp(2), 1)) {
      flow.export(folder.resolve("flow"));
    }
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                LiveTable.open(folder.resolve("flow"), Execution.defaults(), Duration.ofSeconds(1))
                    .close());
    assertTrue(String.valueOf(refused.getMessage()).endsWith("is not a model of a table"));
    Expect.failed(
        IOException.class,
        "expected one model in",
        () -> LiveTable.open(folder, Execution.defaults(), Duration.ofSeconds(1)).close());
  }
}
