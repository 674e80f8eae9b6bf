package io.github.tfflows.clients;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.LeakyRelu;
import io.github.tfflows.bijectors.scalar.SinhArcsinh;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.SmallFlows;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Exports every recipe, unconditional and with a context, for the clients in {@code tests/clients},
 * and beside each model what its signatures gave here, uncompiled. Some are exported once more in
 * double precision and to be compiled by XLA, under names that end so. Where the system property
 * {@code clients.short} is true, every recipe is exported once, by turns without and with a
 * context, and fewer in other forms. Run by name only, as those scripts do.
 *
 * <p>The folder named by the system property {@code clients.folder} gets, for each model, {@code
 * NAME/saved_model.pb} and {@code NAME.json}: {@code {signature: {inputs: {name: array}, outputs:
 * {name: array}}}}; in {@code gradients/NAME} the same in double precision; and in {@code
 * serving/real_nvp/7} a version with a warm-up request.
 */
class ExportedModels {
  private static final int ROWS = 20;
  private static final int FEATURES = 3;
  private static final int MANY_FEATURES = 26;
  private static final int CONTEXT = 2;
  private static final long SEED = 7;
  private static final long VERSION = 7;

  private static final boolean IS_SHORT = Boolean.getBoolean("clients.short");

  private final Path folder =
      Path.of(System.getProperty("clients.folder", "target/clients/models"));

  private static Map<String, Distribution> recipes() {
    Map<String, Distribution> recipes = new LinkedHashMap<>(SmallFlows.of(FEATURES));
    recipes.put("other_bijectors", otherBijectors());
    recipes.put("looped_spline", looped());
    recipes.put("affine_chain", affineChain());
    return recipes;
  }

  /** What no recipe has. */
  private static Distribution otherBijectors() {
    return new TransformedDistribution(
        DiagonalNormal.trainable(FEATURES),
        Chain.of(
            new MaskedAutoregressive(new SinhArcsinh(), Made.of(8)),
            Permutation.random(FEATURES, 3),
            new Coupling(new LeakyRelu(), Mlp.of(8)),
            BatchNorm.defaults(),
            Blockwise.of(
                new Blockwise.Part(1, new Planar(PlanarActivation.LEAKY_RELU)),
                new Blockwise.Part(2, new RationalQuadratic(4, 3)))));
  }

  /** Draws, and densities of the second layer, are computed in loops over many features. */
  private static Distribution looped() {
    Bijector layer = new MaskedAutoregressive(new RationalQuadratic(4, 3), Made.of(16));
    return new TransformedDistribution(
        StandardNormal.of(MANY_FEATURES), Chain.of(layer, layer.inverted()));
  }

  /** Layers without tails, and so without logarithms. */
  private static Distribution affineChain() {
    return new TransformedDistribution(
        StandardNormal.of(FEATURES),
        Chain.of(
            new Coupling(new Affine(), Mlp.of(8, 8)),
            new InvertibleLinear(FEATURES, 0),
            new ActNorm(),
            new MaskedAutoregressive(new Affine().inverted(), Made.of(8, 8))));
  }

  /** How a model computes, and the ending of its name. */
  private enum Form {
    PLAIN("", Precision.FLOAT32, Compilation.NONE),
    WIDE("_float64", Precision.FLOAT64, Compilation.NONE),
    COMPILED("_xla", Precision.FLOAT32, Compilation.XLA),
    WIDE_AND_COMPILED("_float64_xla", Precision.FLOAT64, Compilation.XLA);

    final String ending;
    final Precision precision;
    final Compilation compilation;

    Form(String ending, Precision precision, Compilation compilation) {
      this.ending = ending;
      this.precision = precision;
      this.compilation = compilation;
    }
  }

  @BeforeEach
  void createFolder() throws IOException {
    Files.createDirectories(folder);
  }

  @Test
  void exportEveryRecipe() throws IOException {
    for (String recipe : recipes().keySet()) {
      for (int contextSize : contextSizes(recipe)) {
        write(recipe, contextSize, Form.PLAIN);
      }
    }
  }

  private static List<Integer> contextSizes(String recipe) {
    boolean isSecond = List.copyOf(recipes().keySet()).indexOf(recipe) % 2 == 1;
    return IS_SHORT ? List.of(isSecond ? CONTEXT : 0) : List.of(0, CONTEXT);
  }

  /** The same in double precision, whose gradients central differences can check. */
  @Test
  void exportEveryRecipeForGradients() throws IOException {
    for (String recipe : recipes().keySet()) {
      for (int contextSize : contextSizes(recipe)) {
        try (CompiledDistribution model = model(recipe, contextSize, Form.WIDE)) {
          String name = name(recipe, contextSize, Form.PLAIN);
          model.export(
              folder.resolve("gradients").resolve(name), ExportOptions.defaults().replacing());
        }
      }
    }
  }

  /** Few, since each is compiled by each client: all bijectors that differ, with and without c. */
  @ParameterizedTest
  @EnumSource(names = {"WIDE", "COMPILED"})
  void exportOtherForms(Form form) throws IOException {
    write("maf", CONTEXT, form);
    write("neural_spline_coupling", 0, form);
    write("affine_chain", CONTEXT, form);
    if (!IS_SHORT) {
      write("glow", 0, form);
      write("looped_spline", 0, form);
    }
  }

  @Test
  void exportBothFormsInOne() throws IOException {
    write("neural_spline_coupling", CONTEXT, Form.WIDE_AND_COMPILED);
  }

  @Test
  void exportOneForServing() throws IOException {
    Data batch = Data.of(TestRows.gaussian(ROWS, FEATURES, 1), TestRows.gaussian(ROWS, CONTEXT, 2));
    ExportOptions options =
        ExportOptions.defaults().replacing().withVersion(VERSION).withWarmUp(batch);
    try (CompiledDistribution model = model("real_nvp", CONTEXT, Form.PLAIN)) {
      model.export(folder.resolve("serving/real_nvp"), options);
    }
  }

  private void write(String recipe, int contextSize, Form form) throws IOException {
    String name = name(recipe, contextSize, form);
    try (CompiledDistribution model = model(recipe, contextSize, form)) {
      model.export(
          folder.resolve(name),
          ExportOptions.defaults().replacing().withCompilation(form.compilation));
      Files.writeString(folder.resolve(name + ".json"), answers(model, form.precision));
    }
  }

  private static String name(String recipe, int contextSize, Form form) {
    return recipe + (contextSize > 0 ? "_conditional" : "") + form.ending;
  }

  /** A model with weights away from their zero start, so that every path shows. */
  private static CompiledDistribution model(String recipe, int contextSize, Form form) {
    Distribution flow = Optional.ofNullable(recipes().get(recipe)).orElseThrow();
    Execution execution = Execution.defaults().withPrecision(form.precision);
    Random random = new Random(5);
    Weights moved =
        MovedWeights.each(
            Initialization.of(flow, contextSize, 0, execution),
            (name, start) -> {
              double value = 0.3 * random.nextGaussian();
              return name.endsWith("variance") ? Math.exp(value) : value;
            });
    return CompiledDistribution.compile(flow, contextSize, moved, execution);
  }

  /** What each signature gives, as JSON. */
  private static String answers(CompiledDistribution model, Precision precision) {
    int features = (int) model.eventShape().size();
    try (Tensor points = tensor(precision, Rows.of(TestRows.gaussian(ROWS, features, 1)));
        Tensor context = tensor(precision, Rows.of(TestRows.gaussian(ROWS, CONTEXT, 2)));
        Tensor count = TInt32.scalarOf(ROWS);
        Tensor seed = TInt64.vectorOf(SEED, 0)) {
      boolean conditional = model.contextSize() > 0;
      Map<String, Tensor> given = conditional ? Map.of("context", context) : Map.of();
      Map<String, Tensor> rows = conditional ? given : Map.of("count", count);
      String logProb = answer(model, "log_prob", and(given, "x", points));
      Map<String, String> answers = new LinkedHashMap<>();
      answers.put("serving_default", logProb);
      answers.put("log_prob", logProb);
      answers.put("inverse", answer(model, "inverse", and(given, "x", points)));
      answers.put("forward", answer(model, "forward", and(given, "z", points)));
      answers.put("sample", answer(model, "sample", and(rows, "seed", seed)));
      return object(answers);
    }
  }

  private static Tensor tensor(Precision precision, Rows rows) {
    Shape shape = rows.eventShape().prepend(rows.count());
    float[] values = rows.values();
    if (precision == Precision.FLOAT32) {
      return TFloat32.tensorOf(shape, DataBuffers.of(values));
    }
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return TFloat64.tensorOf(shape, DataBuffers.of(wide));
  }

  private static Map<String, Tensor> and(Map<String, Tensor> given, String name, Tensor tensor) {
    Map<String, Tensor> all = new LinkedHashMap<>(given);
    all.put(name, tensor);
    return all;
  }

  private static String answer(
      CompiledDistribution model, String signature, Map<String, Tensor> inputs) {
    Map<String, String> fed = new LinkedHashMap<>();
    Map<String, String> fetched = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> fed.put(name, array((NdArray<?>) tensor)));
    try (Result result = model.call(signature, inputs)) {
      result.forEach(named -> fetched.put(named.getKey(), array((NdArray<?>) named.getValue())));
    }
    Map<String, String> both = new LinkedHashMap<>();
    both.put("inputs", object(fed));
    both.put("outputs", object(fetched));
    return object(both);
  }

  private static String array(NdArray<?> array) {
    if (array.rank() == 0) {
      return String.valueOf(array.getObject());
    }
    StringJoiner entries = new StringJoiner(", ", "[", "]");
    array.elements(0).forEach(entry -> entries.add(array(entry)));
    return entries.toString();
  }

  private static String object(Map<String, String> entries) {
    StringJoiner text = new StringJoiner(",\n", "{", "}");
    entries.forEach((name, value) -> text.add("\"%s\": %s".formatted(name, value)));
    return text.toString();
  }
}
