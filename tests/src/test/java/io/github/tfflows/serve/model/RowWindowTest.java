package io.github.tfflows.serve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.NormalTable;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.evaluation.ColumnProfile;
import io.github.tfflows.tables.evaluation.Drift;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of served rows, and versions of a model. */
class RowWindowTest {
  private static final Logger LOG = Logger.getLogger(RowWindow.class.getName());

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<Drift> drifts = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();

  @BeforeEach
  void listen() {
    LOG.setFilter(record -> !logged.add(record.getMessage()));
  }

  @AfterEach
  void stopListening() {
    LOG.setFilter(null);
  }

  private static Drift drift(List<Map<String, @Nullable Object>> rows) {
    return new Drift(rows.size(), new ColumnProfile.Agreement(0, 1, 0, 0), Map.of());
  }

  private static List<Map<String, @Nullable Object>> rows(int count) {
    return Collections.nCopies(count, Map.of("a", 1));
  }

  private List<Integer> compared() {
    return drifts.stream().map(Drift::rows).toList();
  }

  @Test
  void comparisonsWaitForAWorkerAndLeaveOutTheRowsOfTheirTime() {
    RowWindow window = new RowWindow("model", RowWindowTest::drift, work::add, drifts::add);
    window.add(rows(999));
    assertEquals(0, work.size());
    window.add(rows(11));
    assertEquals(List.of(), compared());
    window.add(rows(5_000));
    assertEquals(1, work.size());
    work.remove().run();
    assertEquals(List.of(1_010), compared());
    window.add(rows(1_000));
    work.remove().run();
    assertEquals(List.of(1_010, 1_000), compared());
  }

  @Test
  void failuresAreLoggedOnceAndLeaveTheNextComparisons() {
    boolean[] fails = {true};
    RowWindow window =
        new RowWindow(
            "model",
            rows -> {
              if (fails[0]) {
                throw new IllegalStateException("no");
              }
              return drift(rows);
            },
            work::add,
            drifts::add);
    for (int i = 0; i < 3; i++) {
      window.add(rows(1_000));
      work.remove().run();
    }
    assertEquals(
        List.of("model: its requests cannot be compared with the rows of the fit"), logged);
    fails[0] = false;
    window.add(rows(1_000));
    work.remove().run();
    assertEquals(List.of(1_000), compared());
  }

  @Test
  void aComparisonThatIsRefusedLeavesTheNextOnes() {
    boolean[] isBusy = {true};
    RowWindow window =
        new RowWindow(
            "model",
            RowWindowTest::drift,
            comparison -> {
              if (isBusy[0]) {
                throw new RejectedExecutionException("busy");
              }
              comparison.run();
            },
            drifts::add);
    window.add(rows(1_000));
    isBusy[0] = false;
    window.add(rows(1_001));
    assertEquals(List.of(1_001), compared());
  }

  @Test
  void aComparisonKeepsItsModelOpen(@TempDir Path folder) throws IOException {
    NormalTable.export(0, folder.resolve("model"));
    CallPolicy.Events events =
        new CallPolicy.Events() {
          @Override
          public void called(String model, int rows) {}

          @Override
          public void compared(String model, Drift drift) {
            drifts.add(drift);
          }
        };
    RequestLimits limits = RequestLimits.defaults();
    ServedModels models =
        ServedModels.open(folder, new CallPolicy(Execution.defaults(), limits, work::add, events));
    ModelVersion version = models.get("model").use().orElseThrow();
    var answer = version.watchedScore(Collections.nCopies(1_000, Map.of("a", 0.1, "b", 0.2)));
    work.remove().run();
    assertEquals(1_000, answer.join().size());
    version.release();
    models.close(); // or a newer version takes its place
    assertTrue(version.retain(), "open for the comparison");
    version.release();
    work.remove().run();
    assertEquals(List.of(1_000), compared());
    assertFalse(version.retain(), "closed at last");
  }

  @Test
  void copiesOfTheLastRowFillACall() {
    List<List<RowScore>> answers =
        JoinedCall.ofRows(
            rows -> {
              assertEquals(List.of(1, 2, 3, 3), rows.stream().map(row -> row.get("a")).toList());
              return rows.stream().map(row -> scored(row.get("a"))).toList();
            },
            List.of(List.of(Map.of("a", 1), Map.of("a", 2)), List.of(Map.of("a", 3))),
            4);
    assertEquals(List.of(List.of(scored(1), scored(2)), List.of(scored(3))), answers);
  }

  private static RowScore scored(@Nullable Object a) {
    return new RowScore(Float.parseFloat(String.valueOf(a)), 0, 1, Optional.empty(), List.of());
  }

  private static final ModelFile FILE = new ModelFile("model", 1, Path.of("model"), 10, 20, "key");

  @Test
  void aVersionThatFailedIsTriedAgainAfterAWhile() {
    ServedModel model = new ServedModel("model");
    assertFalse(model.isSettled(FILE));
    long now = System.nanoTime();
    model.fail(new ServedModel.Failure(FILE, "no memory", now));
    assertTrue(model.isSettled(FILE));
    model.fail(new ServedModel.Failure(FILE, "no memory", now - Duration.ofMinutes(1).toNanos()));
    assertFalse(model.isSettled(FILE));
  }
}
