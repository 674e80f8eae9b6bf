package io.github.tfflows.clients;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.Made;
import io.github.tfflows.bijectors.Mlp;
import io.github.tfflows.bijectors.RationalQuadratic;
import io.github.tfflows.bijectors.ResidualMade;
import io.github.tfflows.bijectors.ResidualNet;
import io.github.tfflows.core.CompiledDistribution;
import io.github.tfflows.core.Data;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Draws;
import io.github.tfflows.core.Execution;
import io.github.tfflows.core.ExportOptions;
import io.github.tfflows.core.Rows;
import io.github.tfflows.core.TestRows;
import io.github.tfflows.core.Transformed;
import io.github.tfflows.core.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Exports every recipe, unconditional and with a context, for the clients in {@code tests/clients},
 * and beside each model what its signatures gave here. Run by name only, as those scripts do.
 *
 * <p>The folder named by the system property {@code clients.folder} gets, for each model, {@code
 * NAME/saved_model.pb} and {@code NAME.json}: {@code {signature: {inputs: {name: array}, outputs:
 * {name: array}}}}; and in {@code serving/real_nvp/7} a version with a warm-up request.
 */
class ExportedModels {
  private static final int ROWS = 20;
  private static final int FEATURES = 3;
  private static final int CONTEXT = 2;
  private static final long SEED = 7;
  private static final long VERSION = 7;

  private final Path folder =
      Path.of(System.getProperty("clients.folder", "target/clients/models"));

  private static Map<String, Distribution> recipes() {
    RationalQuadratic spline = new RationalQuadratic(5, 3);
    Map<String, Distribution> recipes = new LinkedHashMap<>();
    recipes.put("planar", Flows.planar(FEATURES, 3));
    recipes.put("radial", Flows.radial(FEATURES, 3));
    recipes.put("nice", Flows.nice(FEATURES, 2, Mlp.of(8, 8)));
    recipes.put("real_nvp", Flows.realNvp(FEATURES, 2, Mlp.of(8, 8)));
    recipes.put("maf", Flows.maf(FEATURES, 2, Made.of(8, 8)));
    recipes.put("iaf", Flows.iaf(FEATURES, 2, Made.of(8, 8)));
    recipes.put("glow", Flows.glow(FEATURES, 2, Mlp.of(8, 8)));
    recipes.put(
        "neural_spline_coupling",
        Flows.neuralSplineCoupling(FEATURES, 2, spline, ResidualNet.of(8, 1)));
    recipes.put(
        "neural_spline_autoregressive",
        Flows.neuralSplineAutoregressive(FEATURES, 2, spline, ResidualMade.of(8, 1)));
    return recipes;
  }

  @Test
  void exportEveryRecipe() throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, Distribution> recipe : recipes().entrySet()) {
      write(recipe.getKey(), recipe.getValue(), 0);
      write(recipe.getKey() + "_conditional", recipe.getValue(), CONTEXT);
    }
  }

  @Test
  void exportOneForServing() throws IOException {
    Data batch = Data.of(TestRows.gaussian(ROWS, FEATURES, 1), TestRows.gaussian(ROWS, CONTEXT, 2));
    ExportOptions options =
        ExportOptions.defaults().replacing().withVersion(VERSION).withWarmUp(batch);
    try (CompiledDistribution model = model(Flows.realNvp(FEATURES, 2, Mlp.of(8, 8)), CONTEXT)) {
      model.export(folder.resolve("serving/real_nvp"), options);
    }
  }

  private void write(String name, Distribution flow, int contextSize) throws IOException {
    try (CompiledDistribution model = model(flow, contextSize)) {
      model.export(folder.resolve(name), ExportOptions.defaults().replacing());
      Files.writeString(folder.resolve(name + ".json"), answers(model));
    }
  }

  /** A model with weights away from their zero start, so that every path shows. */
  private static CompiledDistribution model(Distribution flow, int contextSize) {
    Random random = new Random(5);
    Map<String, Weights.Array> moved = new LinkedHashMap<>();
    try (CompiledDistribution start =
        CompiledDistribution.compile(flow, contextSize, 0, Execution.defaults())) {
      start
          .weights()
          .byName()
          .forEach(
              (name, array) -> {
                double[] values = new double[array.values().length];
                Arrays.setAll(values, i -> 0.3 * random.nextGaussian());
                moved.put(name, new Weights.Array(array.shape(), values));
              });
    }
    return CompiledDistribution.compile(
        flow, contextSize, new Weights(moved), Execution.defaults());
  }

  /** What each signature gives, as JSON. */
  private static String answers(CompiledDistribution model) {
    boolean conditional = model.contextSize() > 0;
    Rows points = Rows.of(TestRows.gaussian(ROWS, FEATURES, 1));
    Rows context = conditional ? Rows.of(TestRows.gaussian(ROWS, CONTEXT, 2)) : Rows.empty(ROWS);
    Map<String, String> given = conditional ? Map.of("context", json(context)) : Map.of();
    String logProb =
        json(
            json(and(given, "x", json(points))),
            json(Map.of("log_prob", Arrays.toString(model.logProb(points, context)))));
    Transformed inverse = model.inverse(points, context);
    Transformed forward = model.forward(points, context);
    Draws draws =
        conditional ? model.sampleAndLogProb(context, SEED) : model.sampleAndLogProb(ROWS, SEED);
    Map<String, String> numbers = conditional ? given : Map.of("count", String.valueOf(ROWS));
    return json(
        Map.of(
            "serving_default",
            logProb,
            "log_prob",
            logProb,
            "inverse",
            json(json(and(given, "x", json(points))), mapped("z", inverse)),
            "forward",
            json(json(and(given, "z", json(points))), mapped("x", forward)),
            "sample",
            json(
                json(and(numbers, "seed", "[%d, 0]".formatted(SEED))),
                json(Map.of("x", json(draws.x()), "log_prob", Arrays.toString(draws.logProb()))))));
  }

  private static String mapped(String name, Transformed result) {
    return json(Map.of(name, json(result.value()), "log_det", Arrays.toString(result.logDet())));
  }

  private static Map<String, String> and(Map<String, String> given, String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(given);
    all.put(name, value);
    return all;
  }

  private static String json(String inputs, String outputs) {
    return json(Map.of("inputs", inputs, "outputs", outputs));
  }

  private static String json(Rows rows) {
    return Arrays.deepToString(rows.toArrays());
  }

  private static String json(Map<String, String> object) {
    StringBuilder text = new StringBuilder();
    object.forEach((name, value) -> text.append(",\n\"%s\": %s".formatted(name, value)));
    return "{" + text.substring(1) + "}";
  }
}
