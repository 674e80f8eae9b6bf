package io.github.tfflows.core.model;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.core.runtime.NativeLibrary;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.OpenModel;
import io.github.tfflows.core.serving.ServingGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;

/**
 * A distribution compiled into a TensorFlow graph: arrays in, arrays out.
 *
 * <p>It holds native memory until it is closed. Large inputs run in parts, at most one in each
 * thread, so that the memory of a call is bounded. A model from {@link #load} needs no definition,
 * and has all functions of a trained model. Methods that return a model throw {@link
 * IllegalStateException} if TensorFlow's native library, or the device, is missing.
 *
 * <p>A conditional model needs a context: {@code model.given(context).logProb(x)}.
 */
public final class CompiledDistribution extends Density implements AutoCloseable {
  private final OpenModel open;
  private final ModelDescription description;

  private CompiledDistribution(
      OpenModel open, ModelRunner runner, Sampling sampling, ModelDescription description) {
    super(runner, sampling, Rows.empty(1), Optional.empty());
    this.open = open;
    this.description = description;
  }

  /**
   * Compiles an untrained, unconditional distribution with {@link Execution#defaults}.
   *
   * @param seed the seed of its initial parameters
   */
  public static CompiledDistribution compile(Distribution distribution, long seed) {
    return compile(distribution, 0, seed, Execution.defaults());
  }

  /**
   * Compiles an untrained distribution.
   *
   * @param contextSize the number of columns of its context; zero for an unconditional density
   * @param seed the seed of its initial parameters
   */
  public static CompiledDistribution compile(
      Distribution distribution, int contextSize, long seed, Execution execution) {
    Objects.requireNonNull(distribution, "distribution");
    Objects.requireNonNull(execution, "execution");
    Require.atLeast("contextSize", contextSize, 0);
    NativeLibrary.require();
    Weights initial = Initialization.of(distribution, contextSize, seed, execution);
    return compile(distribution, contextSize, initial, execution);
  }

  /**
   * Compiles a distribution with given weights.
   *
   * @param contextSize the number of columns of its context; zero for an unconditional density
   * @param weights at least the parameters of the distribution, by name
   * @throws IllegalArgumentException if a parameter is missing, has another shape, or holds a
   *     number that is not finite in the precision of the execution
   */
  public static CompiledDistribution compile(
      Distribution distribution, int contextSize, Weights weights, Execution execution) {
    ModelDescription description = ModelDescription.of(distribution, contextSize);
    return compile(distribution, contextSize, weights, execution, description);
  }

  /**
   * Compiles a distribution with given weights and a description, as {@link #compile(Distribution,
   * int, Weights, Execution)} does.
   */
  public static CompiledDistribution compile(
      Distribution distribution,
      int contextSize,
      Weights weights,
      Execution execution,
      ModelDescription description) {
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(description, "description");
    return compileEach(distribution, contextSize, List.of(weights), execution, i -> description)
        .get(0);
  }

  /**
   * Compiles a model for each of several weights, such as the weights of the members of an
   * ensemble, as {@link #compile(Distribution, int, Weights, Execution)} does. The graph is built
   * once.
   *
   * @param weights for each model at least the parameters of the distribution, by name
   * @param descriptions returns the description of a model by its index in the list, from zero
   */
  public static List<CompiledDistribution> compileEach(
      Distribution distribution,
      int contextSize,
      List<Weights> weights,
      Execution execution,
      IntFunction<ModelDescription> descriptions) {
    Objects.requireNonNull(distribution, "distribution");
    Objects.requireNonNull(execution, "execution");
    Require.atLeast("contextSize", contextSize, 0);
    weights.forEach(each -> requireFinite(each, execution.precision()));
    NativeLibrary.require();
    List<CompiledDistribution> models = new ArrayList<>();
    try {
      Optional<MetaGraphDef> built = Optional.empty();
      for (Weights each : weights) {
        MetaGraphDef model =
            built
                .map(first -> ServingGraph.with(first, each))
                .orElseGet(
                    () ->
                        ServingGraph.build(
                            distribution, contextSize, each, Tensors.type(execution.precision())));
        built = Optional.of(model);
        models.add(open(model, descriptions.apply(models.size()), execution));
      }
      return models;
    } catch (RuntimeException | Error e) {
      models.forEach(CompiledDistribution::close);
      throw e;
    }
  }

  private static void requireFinite(Weights weights, Precision precision) {
    weights.byName().forEach((name, array) -> requireFinite(name, array.values(), precision));
  }

  private static void requireFinite(String name, double[] values, Precision precision) {
    for (int i = 0; i < values.length; i++) {
      double stored = precision == Precision.FLOAT32 ? (float) values[i] : values[i];
      if (!Double.isFinite(stored)) {
        throw new IllegalArgumentException(
            "the weights %s hold %s at entry %s; expected finite numbers of %s"
                .formatted(name, values[i], i, precision));
      }
    }
  }

  /**
   * Loads an exported model with {@link Execution#defaults}, as {@link #load(Path, Execution)}
   * does.
   */
  public static CompiledDistribution load(Path directory) throws IOException {
    return load(directory, Execution.defaults());
  }

  /**
   * Loads a model that this library exported, even from an untrusted source: before TensorFlow
   * reads the file, this checks that it is complete and unchanged and contains only numerical ops.
   * The package lists the rules.
   *
   * @param directory the directory that {@link #export} wrote
   * @param execution how it runs, except for the precision, which the model determines
   * @throws IOException if the file cannot be read, is damaged, or breaks a rule; the message names
   *     it
   */
  public static CompiledDistribution load(Path directory, Execution execution) throws IOException {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(execution, "execution");
    NativeLibrary.require();
    return open(directory, SavedModelFiles.read(directory), execution);
  }

  /**
   * Loads a SavedModel without the checks of {@link #load(Path, Execution)}, such as one written by
   * other software with the signatures of an exported model.
   *
   * <p>Trust its source as you trust a program: its ops may read, write and delete files, use the
   * network, take all memory, never end, or end the JVM. If it has checksums, they are verified.
   *
   * @throws IOException if the file cannot be read, or is not a flow; the message names it
   */
  public static CompiledDistribution loadTrusted(Path directory, Execution execution)
      throws IOException {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(execution, "execution");
    NativeLibrary.require();
    return open(directory, SavedModelFiles.readTrusted(directory), execution);
  }

  private static CompiledDistribution open(
      Path directory, SavedModelFiles.Content content, Execution execution) throws IOException {
    try {
      return open(content.model(), content.description(), execution);
    } catch (IllegalStateException e) {
      throw e; // of the device
    } catch (RuntimeException e) { // of TensorFlow and of the rewriting of graphs, of many types
      throw new IOException(
          SavedModelFiles.file(directory) + " is not a model of this library: " + e.getMessage(),
          e);
    }
  }

  private static CompiledDistribution open(
      MetaGraphDef model, ModelDescription description, Execution execution) {
    OpenModel open = OpenModel.of(model, execution);
    try {
      ModelRunner runner = new ModelRunner(model, open, execution);
      return new CompiledDistribution(open, runner, Sampling.of(model, open, runner), description);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  /** Returns the number of columns of the context; zero for an unconditional density. */
  public int contextSize() {
    return runner.declared().contextSize();
  }

  /** Returns the definition, the record of the training, and the entries added at export. */
  public ModelDescription description() {
    return description;
  }

  /** Copies out the weights by parameter name. */
  public Weights weights() {
    return open.weights();
  }

  /**
   * Returns the conditional density given a context.
   *
   * @param context one row for each event, or one row for all
   * @throws IllegalArgumentException if the context has another number of columns than the model's
   */
  public Density given(Rows context) {
    runner.declared().requireContext(Objects.requireNonNull(context, "context"));
    return new Density(runner, sampling, context, Optional.empty());
  }

  /** Returns the conditional density given vectors, as {@link #given(Rows)} does. */
  public Density given(float[]... context) {
    return given(Rows.of(Objects.requireNonNull(context, "context")));
  }

  /** Returns the names of the signatures that {@link #call} accepts. */
  public Set<String> signatures() {
    return runner.signatures();
  }

  /**
   * Returns the inputs and outputs of a signature: their types, and their shapes with -1 for any
   * number of rows.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SignatureDef signature(String signature) {
    return runner.endpoint(signature).signature();
  }

  /**
   * Calls a signature of the model with tensors; the caller closes them.
   *
   * @param signature its name, such as {@code log_prob}
   * @param inputs a tensor of the model's float type for each input, by name
   * @return the outputs by name; copy their values and close them
   * @throws IllegalArgumentException if there is no such signature, or an input is missing,
   *     unknown, or of another type or shape
   */
  public Result call(String signature, Map<String, Tensor> inputs) {
    Objects.requireNonNull(signature, "signature");
    return runner.call(signature, Objects.requireNonNull(inputs, "inputs"));
  }

  /**
   * Writes the model as a new SavedModel directory, as {@link #export(Path, ExportOptions)} does.
   */
  public void export(Path directory) throws IOException {
    export(directory, ExportOptions.defaults());
  }

  /**
   * Writes the model as a SavedModel directory, or nothing on an error. If a bijector uses an op
   * that {@link #load(Path)} refuses, this logs a warning with its name; load such a model with
   * {@link #loadTrusted}.
   *
   * @throws IllegalArgumentException if the warm-up rows do not suit the model
   * @throws IOException if the directory contains something that may not be replaced, or cannot be
   *     written
   */
  public void export(Path directory, ExportOptions options) throws IOException {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(options, "options");
    options.warmUp().forEach(runner.declared()::require);
    MetaGraphDef model = open.exported(options.compilation());
    for (AddedSignature added : options.signatures()) {
      model = SignatureBuilder.with(model, added);
    }
    SavedModelFiles.write(directory, model, description.with(options.entries()), options);
  }

  /**
   * Refuses new calls at once, waits for the running ones, and frees the native memory. Returns at
   * once if the model is already closed. Time limits ({@link #within}) bound the wait.
   */
  @Override
  public void close() {
    open.close();
  }
}
