package io.github.tfflows.serve.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.LiveTable;
import io.github.tfflows.serve.NormalTable;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.util.InstantiationUtil;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flink's function, as a parallel instance of it runs: from the bytes of a job, without a cluster.
 */
class FlinkScoringTest {
  @TempDir static Path folder;

  private final List<FlinkScoring<?>> functions = new ArrayList<>();

  @AfterEach
  void close() {
    functions.forEach(FlinkScoring::close);
  }

  @BeforeAll
  static void fit() throws IOException {
    NormalTable.export(0, folder.resolve("model"));
  }

  private <T extends @Nullable Object> FlinkScoring<T> opened(
      MapFunction<T, Map<String, @Nullable Object>> columns) throws Exception {
    return opened(
        new FlinkScoring<>(
            folder.resolve("model"), Execution.defaults(), Duration.ofSeconds(1), columns));
  }

  private static FlinkScoring<Map<String, Object>> maps(String model) {
    return new FlinkScoring<>(
        folder.resolve(model), Execution.defaults(), Duration.ofMillis(20), row -> row);
  }

  /** A function that a job has carried to another machine, and opened. */
  private <T> FlinkScoring<T> opened(FlinkScoring<T> function) throws Exception {
    FlinkScoring<T> copy = InstantiationUtil.clone(function);
    functions.add(copy);
    copy.open(DefaultOpenContext.INSTANCE);
    return copy;
  }

  private static <T extends @Nullable Object> ScoredRow<T> scored(FlinkScoring<T> function, T row)
      throws Exception {
    Later<ScoredRow<T>> result = new Later<>();
    function.asyncInvoke(row, result);
    return result.rows.get(10, TimeUnit.SECONDS).iterator().next();
  }

  /** A result that the worker of a model completes. */
  private record Later<R>(CompletableFuture<Collection<R>> rows) implements ResultFuture<R> {
    Later() {
      this(new CompletableFuture<>());
    }

    @Override
    public void complete(Collection<R> result) {
      rows.complete(result);
    }

    @Override
    public void completeExceptionally(Throwable error) {
      rows.completeExceptionally(error);
    }

    @Override
    public void complete(CollectionSupplier<R> supplier) {
      throw new UnsupportedOperationException();
    }
  }

  private static LiveTable live() throws IOException {
    return LiveTable.open(folder.resolve("model"), Execution.defaults(), Duration.ofMillis(20));
  }

  @Test
  void eachRowHasItsScoreOrItsProblem() throws Exception {
    FlinkScoring<Map<String, Object>> function = opened(maps("model"));
    try (LiveTable model = live()) {
      Map<String, Object> usual = Map.of("a", 0.1, "b", 0.2);
      assertEquals(
          new ScoredRow<>(usual, model.with(table -> table.score(usual))), scored(function, usual));
      assertFalse(scored(function, usual).isAnomaly(0.05));
      assertTrue(scored(function, Map.of("a", 30, "b", 0.2)).isAnomaly(0.05));
      assertTrue(scored(function, Map.of("a", 30, "b", 0.2)).isSuitable());
      Map<String, Object> gap = new HashMap<>(Map.of("a", 0.1));
      gap.put("b", null);
      assertProblem("column b: the value is missing", scored(function, gap));
      assertProblem("column a: got \"much\"", scored(function, Map.of("a", "much", "b", 0.2)));
      assertTrue(scored(function, Map.of("a", 0.1, "b", 0.2, "c", 1)).isSuitable());
    }
  }

  private static void assertProblem(String text, ScoredRow<?> row) {
    assertFalse(row.isSuitable());
    assertTrue(row.isAnomaly(0.05));
    String problem = row.score().problem().orElseThrow();
    assertTrue(problem.contains(text), problem);
  }

  @Test
  void aMissingRowIsAProblem() throws Exception {
    FlinkScoring<@Nullable String> function =
        opened(text -> Map.of("a", 0.1, "b", 0.1 * text.length()));
    List<@Nullable String> texts = Arrays.asList("one", null);
    assertTrue(scored(function, texts.get(0)).isSuitable());
    assertNull(scored(function, texts.get(1)).row());
    assertProblem("the record has no value", scored(function, texts.get(1)));
  }

  @Test
  void anErrorOfTheColumnsStopsTheJob() throws Exception {
    FlinkScoring<String> function = opened(text -> Map.of("a", Double.valueOf(text), "b", 0.2));
    assertTrue(scored(function, "0.1").isSuitable());
    assertThrows(NumberFormatException.class, () -> scored(function, "x"));
  }

  @Test
  void aFailureWhileTheModelScoresStopsTheJob() throws Exception {
    FlinkScoring<Map<String, Object>> function = opened(maps("model"));
    Object value =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("a value without a text");
          }
        };
    Expect.failed(
        ExecutionException.class,
        "IllegalStateException: a value without a text",
        () -> scored(function, Map.of("a", value, "b", 0.2)));
    assertTrue(scored(function, Map.of("a", 0.1, "b", 0.2)).isSuitable());
  }

  @Test
  void aNewVersionScoresTheNextRows() throws Exception {
    NormalTable.export(0, folder.resolve("changing"));
    FlinkScoring<Map<String, Object>> function = opened(maps("changing"));
    Map<String, Object> row = Map.of("a", 40, "b", 0.2);
    assertTrue(scored(function, row).isAnomaly(0.05));
    NormalTable.export(40, folder.resolve("changing"));
    for (int i = 0; i < 1_000 && scored(function, row).isAnomaly(0.05); i++) {
      Thread.sleep(10);
    }
    assertFalse(scored(function, row).isAnomaly(0.05));
  }

  /** Flink copies rows from one function to the next, and writes them to the network. */
  @Test
  void scoredRowsKeepTheTypeOfTheirRows() throws Exception {
    TypeInformation<Map<String, Object>> rows =
        Types.MAP(Types.STRING, Types.GENERIC(Object.class));
    TypeInformation<ScoredRow<Map<String, Object>>> type =
        TypeExtractor.getUnaryOperatorReturnType(
            maps("model"), AsyncFunction.class, 0, 1, new int[] {1, 0}, rows, "scoring", false);
    TypeSerializer<ScoredRow<Map<String, Object>>> serializer =
        type.createSerializer(new SerializerConfigImpl());
    FlinkScoring<Map<String, Object>> function = opened(maps("model"));
    Map<String, Object> gap = new LinkedHashMap<>(Map.of("a", 0.1));
    gap.put("b", null);
    for (Map<String, Object> row : List.of(Map.<String, Object>of("a", 0.1, "b", 0.2), gap)) {
      ScoredRow<Map<String, Object>> scored = scored(function, row);
      assertEquals(scored, serializer.copy(scored));
      DataOutputSerializer bytes = new DataOutputSerializer(64);
      serializer.serialize(scored, bytes);
      assertEquals(
          scored, serializer.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer())));
    }
    assertTrue(type.toString().contains("row: Map<String, "), type.toString());
  }

  @Test
  void closingFreesTheModel() throws Exception {
    opened(maps("model")).close(); // what the first model of a JVM keeps
    long before = Pointer.totalCount();
    FlinkScoring<Map<String, Object>> function = opened(maps("model"));
    long open = Pointer.totalCount();
    assertTrue(scored(function, Map.of("a", 0.1, "b", 0.2)).isSuitable());
    function.close();
    assertTrue(open > before, open + " pointers with a model, " + before + " without");
    assertEquals(before, Pointer.totalCount());
    function.close();
    Expect.failed(
        IllegalStateException.class,
        "the model %s is not open".formatted(folder.resolve("model")),
        () -> scored(function, Map.of("a", 0.1, "b", 0.2)));
  }

  @Test
  void aMissingModelStopsTheJobAtItsStart() throws Exception {
    FlinkScoring<Map<String, Object>> function = maps("none");
    Expect.failed(IOException.class, "none", () -> opened(function));
    function.close();
  }
}
