package com.example.consumer;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Defines, fits, exports and loads a flow, and checks that both compute the same. */
public final class Consumer {
  /**
   * Runs the whole way in a temporary folder.
   *
   * @param arguments none
   * @throws Exception if a step fails
   */
  public static void main(String[] arguments) throws Exception {
    Random random = new Random(1);
    float[][] data = new float[500][2];
    for (float[] row : data) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) (row[0] * row[0] + 0.3 * random.nextGaussian());
    }
    Path directory = Files.createTempDirectory("consumer").resolve("model");
    try (CompiledDistribution fitted =
        Training.defaults().withSteps(20).fit(Flows.realNvp(2), data)) {
      fitted.export(directory);
      try (CompiledDistribution loaded = CompiledDistribution.load(directory)) {
        check("log_prob", Arrays.equals(fitted.logProb(data), loaded.logProb(data)));
        check("sample", Arrays.deepEquals(fitted.sample(50, 3), loaded.sample(50, 3)));
        check("finite", Float.isFinite(loaded.logProb(data)[0]));
      }
    }
    table(data);
    String place = Consumer.class.getModule().isNamed() ? "module path" : "class path";
    System.out.println("consumer on the " + place + ": passed");
  }

  /** Fits, exports and loads the same rows as a table with names and missing values. */
  private static void table(float[][] data) throws Exception {
    List<List<String>> cells = new ArrayList<>();
    for (float[] row : data) {
      String x = row[1] > 1 ? "" : Float.toString(row[0]);
      cells.add(List.of(x, Double.toString(Math.exp(row[1])), row[0] > 0 ? "north" : "south"));
    }
    TableSource source = TableSources.of("data", List.of("x", "price", "side"), cells);
    Path directory = Files.createTempDirectory("consumer").resolve("table");
    Map<String, Object> row = Map.of("price", 2, "side", "north");
    try (TableModel fitted =
        TableFit.of(source).withTraining(usual -> usual.withSteps(20)).fit()) {
      TableSchema schema = fitted.schema();
      check("kind", schema.modelled().get(1).kind() instanceof ColumnKind.Positive);
      check("gaps", schema.withGaps().equals(schema.modelled().subList(0, 1)));
      fitted.export(directory);
      try (TableModel loaded = TableModel.load(directory, Execution.defaults())) {
        check("schema", loaded.schema().equals(schema));
        check("scores", loaded.score(source).equals(fitted.score(source)));
        check("score", loaded.score(row).equals(fitted.score(row)));
      }
    }
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException(what + " differs after a reload");
    }
  }

  private Consumer() {}
}
