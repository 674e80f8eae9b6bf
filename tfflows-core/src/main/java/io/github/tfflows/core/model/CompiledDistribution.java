package io.github.tfflows.core.model;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.BoundWeights;
import io.github.tfflows.core.graph.CompiledPieces;
import io.github.tfflows.core.graph.FoldedConstants;
import io.github.tfflows.core.graph.Initialization;
import io.github.tfflows.core.graph.NativeLibrary;
import io.github.tfflows.core.graph.Sessions;
import io.github.tfflows.core.graph.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;

/**
 * A distribution built once into a graph and run through a session: arrays in, arrays out.
 *
 * <p>It holds native memory until it is closed, and may be called from many threads at once. Large
 * inputs are run in parts, at most one a thread at once, so that the memory of a call is bounded
 * whatever its size. A model that {@link #load} read back is the same kind of object as one that
 * was trained here, and needs no definition.
 *
 * <p>A conditional model takes a context with each row; an unconditional one takes none. The
 * methods that take rows throw {@link IllegalArgumentException} for rows of another shape than the
 * model's, for entries that are not finite, and for a missing, superfluous or differently long
 * context. What has to run throws {@link IllegalStateException} once the model is closed.
 */
public final class CompiledDistribution implements AutoCloseable {
  private final Graph graph;
  private final Session session;
  private final ModelRunner runner;

  /** The signatures; and the graph as it is exported, where the one in the session is another. */
  private final MetaGraphDef model;

  private final ModelDescription description;

  private CompiledDistribution(
      Graph graph,
      Session session,
      MetaGraphDef model,
      ModelDescription description,
      Execution execution) {
    this.graph = graph;
    this.session = session;
    this.model = model;
    this.description = description;
    this.runner = new ModelRunner(model, session, execution);
  }

  /**
   * Compiles an untrained, unconditional distribution as {@link Execution#defaults} has it.
   *
   * @param distribution the definition
   * @param seed where its initial parameters come from
   * @return the model, to be closed
   * @throws IllegalStateException if TensorFlow's native library is missing
   */
  public static CompiledDistribution compile(Distribution distribution, long seed) {
    return compile(distribution, 0, seed, Execution.defaults());
  }

  /**
   * Compiles an untrained distribution.
   *
   * @param distribution the definition
   * @param contextSize how many columns its context has; zero for an unconditional density
   * @param seed where its initial parameters come from
   * @param execution how it is run
   * @return the model, to be closed
   * @throws IllegalStateException if TensorFlow's native library or the device is missing
   */
  public static CompiledDistribution compile(
      Distribution distribution, int contextSize, long seed, Execution execution) {
    requireContextSize(contextSize);
    NativeLibrary.require();
    Weights initial = Initialization.of(distribution, contextSize, seed, execution);
    return compile(distribution, contextSize, initial, execution);
  }

  /**
   * Compiles a distribution with given weights.
   *
   * @param distribution the definition
   * @param contextSize how many columns its context has; zero for an unconditional density
   * @param weights at least the parameters of the distribution, by name
   * @param execution how it is run
   * @return the model, to be closed
   * @throws IllegalArgumentException if a parameter is missing or has another shape
   * @throws IllegalStateException if TensorFlow's native library or the device is missing
   */
  public static CompiledDistribution compile(
      Distribution distribution, int contextSize, Weights weights, Execution execution) {
    ModelDescription description = ModelDescription.of(distribution, contextSize);
    return compile(distribution, contextSize, weights, execution, description);
  }

  /**
   * Compiles a distribution with given weights and a description of its own.
   *
   * @throws IllegalArgumentException if a parameter is missing or has another shape
   * @throws IllegalStateException if TensorFlow's native library or the device is missing
   */
  public static CompiledDistribution compile(
      Distribution distribution,
      int contextSize,
      Weights weights,
      Execution execution,
      ModelDescription description) {
    requireContextSize(contextSize);
    NativeLibrary.require();
    MetaGraphDef model =
        ServingGraph.build(distribution, contextSize, weights, Tensors.type(execution.precision()));
    return open(model, description, execution);
  }

  private static void requireContextSize(int contextSize) {
    if (contextSize < 0) {
      throw new IllegalArgumentException("a context has zero or more columns, got " + contextSize);
    }
  }

  /**
   * Loads an exported model, run as {@link Execution#defaults} has it.
   *
   * @param directory where {@link #export} wrote it
   * @return the model, to be closed
   * @throws IOException if it cannot be read, or is no model of this library
   * @throws IllegalStateException if TensorFlow's native library is missing
   */
  public static CompiledDistribution load(Path directory) throws IOException {
    return load(directory, Execution.defaults());
  }

  /**
   * Loads an exported model.
   *
   * @param directory where {@link #export} wrote it
   * @param execution how it is run; its precision is that of the model
   * @return the model, to be closed
   * @throws IOException if it cannot be read, or is no model of this library
   * @throws IllegalStateException if TensorFlow's native library or the device is missing
   */
  public static CompiledDistribution load(Path directory, Execution execution) throws IOException {
    NativeLibrary.require();
    SavedModelFiles.Content content = SavedModelFiles.read(directory);
    try {
      return open(content.model(), content.description(), execution);
    } catch (IllegalArgumentException e) {
      throw new IOException(directory + " is no model of this library: " + e.getMessage(), e);
    }
  }

  private static CompiledDistribution open(
      MetaGraphDef model, ModelDescription description, Execution execution) {
    GraphDef served =
        ServingGraph.executed(
            model.getGraphDef(), execution.compilation(), Sessions.schedule(execution));
    Optional<GraphDef> rewritten = rewritten(served, execution);
    GraphDef run = rewritten.orElse(served);
    MetaGraphDef kept = rewritten.isEmpty() ? model.toBuilder().clearGraphDef().build() : model;
    Graph graph = new Graph();
    try {
      graph.importGraphDef(run);
      return open(graph, Sessions.Optimization.of(run), kept, description, execution);
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** A graph that does the same as a served one in less time; nothing where it is best as it is. */
  static Optional<GraphDef> rewritten(GraphDef served, Execution execution) {
    Optional<GraphDef> bound =
        BoundWeights.in(served).map(graph -> FoldedConstants.in(graph, execution));
    return CompiledPieces.in(bound.orElse(served)).or(() -> bound);
  }

  private static CompiledDistribution open(
      Graph graph,
      Sessions.Optimization optimization,
      MetaGraphDef model,
      ModelDescription description,
      Execution execution) {
    Session session = Sessions.open(graph, execution, optimization, Sessions.schedule(execution));
    try {
      return new CompiledDistribution(graph, session, model, description, execution);
    } catch (RuntimeException e) {
      session.close(); // before the graph, which waits for its sessions
      throw e;
    }
  }

  /**
   * Returns the shape of one row of data.
   *
   * @return the event shape
   */
  public Shape eventShape() {
    return runner.eventShape();
  }

  /**
   * Returns how many columns the context has.
   *
   * @return zero for an unconditional density
   */
  public int contextSize() {
    return runner.contextSize();
  }

  /**
   * Returns what is known of the model beside its graph.
   *
   * @return definition, training record and what was added at export
   */
  public ModelDescription description() {
    return description;
  }

  /**
   * Returns the weights by parameter name.
   *
   * @return a copy
   */
  public Weights weights() {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    for (String name : ServingGraph.weightNames(graph)) {
      try (Result result = session.runner().fetch(BoundWeights.PREFIX + name).run()) {
        Tensor value = result.get(0);
        byName.put(name, new Weights.Array(value.shape(), Tensors.doubles(value)));
      }
    }
    return new Weights(byName);
  }

  /**
   * Returns {@code log p(x)} of vectors.
   *
   * @param x vectors, one a row
   * @return one number a row, in nats
   */
  public float[] logProb(float[][] x) {
    return logProb(Rows.of(x));
  }

  /**
   * Returns {@code log p(x | c)} of vectors.
   *
   * @param x vectors, one a row
   * @param context what each is conditioned on
   * @return one number a row, in nats
   */
  public float[] logProb(float[][] x, float[][] context) {
    return logProb(Rows.of(x), Rows.of(context));
  }

  /**
   * Returns {@code log p(x)}.
   *
   * @param x events
   * @return one number a row, in nats
   */
  public float[] logProb(Rows x) {
    return logProb(x, Rows.empty(x.count()));
  }

  /**
   * Returns {@code log p(x | c)}.
   *
   * @param x events
   * @param context what each is conditioned on
   * @return one number a row, in nats
   */
  public float[] logProb(Rows x, Rows context) {
    return runner.logProb(x, context);
  }

  /**
   * Draws vectors.
   *
   * @param count how many, zero or more
   * @param seed equal seeds give equal draws, also after a reload and in another process; up to
   *     rounding, so do the first of more draws, another number of threads, and other callers at
   *     work
   * @return one draw a row; events of other shapes are flattened
   */
  public float[][] sample(int count, long seed) {
    return sampleAndLogProb(count, seed).x().toArrays();
  }

  /**
   * Draws one vector for each context.
   *
   * @param context what each draw is conditioned on
   * @param seed equal seeds give equal draws
   * @return one draw a row; events of other shapes are flattened
   */
  public float[][] sample(float[][] context, long seed) {
    return sampleAndLogProb(Rows.of(context), seed).x().toArrays();
  }

  /**
   * Draws events and gives the log-density at each, in one pass.
   *
   * @param count how many, zero or more
   * @param seed equal seeds give equal draws
   * @return the draws
   */
  public Draws sampleAndLogProb(int count, long seed) {
    return runner.sample(count, seed);
  }

  /**
   * Draws one event for each context and gives the log-density at each, in one pass.
   *
   * @param context what each draw is conditioned on
   * @param seed equal seeds give equal draws
   * @return the draws
   */
  public Draws sampleAndLogProb(Rows context, long seed) {
    return runner.sample(context, seed);
  }

  /**
   * Maps vectors from the base to the data.
   *
   * @param z vectors of the base, one a row
   * @return the data and the log-determinants
   * @throws UnsupportedOperationException if the model is not a transformed distribution
   */
  public Transformed forward(float[][] z) {
    return forward(Rows.of(z), Rows.empty(z.length));
  }

  /**
   * Maps events from the base to the data.
   *
   * @param z events of the base
   * @param context what each is conditioned on; {@link Rows#empty} where nothing is
   * @return the data and the log-determinants
   * @throws UnsupportedOperationException if the model is not a transformed distribution
   */
  public Transformed forward(Rows z, Rows context) {
    return runner.map(EntryPoint.FORWARD, z, context);
  }

  /**
   * Maps vectors from the data to the base.
   *
   * @param x vectors of the data, one a row
   * @return the base's points and the log-determinants
   * @throws UnsupportedOperationException if the model is not a transformed distribution
   */
  public Transformed inverse(float[][] x) {
    return inverse(Rows.of(x), Rows.empty(x.length));
  }

  /**
   * Maps events from the data to the base.
   *
   * @param x events of the data
   * @param context what each is conditioned on; {@link Rows#empty} where nothing is
   * @return the base's points and the log-determinants
   * @throws UnsupportedOperationException if the model is not a transformed distribution
   */
  public Transformed inverse(Rows x, Rows context) {
    return runner.map(EntryPoint.INVERSE, x, context);
  }

  /**
   * Calls a signature of the model with tensors, which stay the caller's.
   *
   * @param signature {@code log_prob}, {@code sample}, {@code forward} or {@code inverse}
   * @param inputs a tensor of the model's float type for each input, by name
   * @return the outputs by name, to be closed by the caller after their values were copied out
   * @throws IllegalArgumentException if there is no such signature or the inputs are not its own
   */
  public Result call(String signature, Map<String, Tensor> inputs) {
    return runner.endpoint(signature).run(inputs);
  }

  /**
   * Writes the model as a new SavedModel directory, or not at all.
   *
   * @param directory what to create
   * @throws IOException if it exists or cannot be written
   */
  public void export(Path directory) throws IOException {
    export(directory, ExportOptions.defaults());
  }

  /**
   * Writes the model as a SavedModel directory, or not at all.
   *
   * @param directory what to create
   * @param options version, warm-up requests, compilation and what to do with an existing model
   * @throws IllegalArgumentException if the warm-up rows do not suit the model
   * @throws IOException if something is there that is not to be replaced, or the model cannot be
   *     written
   */
  public void export(Path directory, ExportOptions options) throws IOException {
    options.warmUp().forEach(runner::requireSuitable);
    GraphDef served = model.hasGraphDef() ? model.getGraphDef() : graph.toGraphDef();
    MetaGraphDef exported =
        model.toBuilder()
            .setGraphDef(
                ServingGraph.executed(
                    served, options.compilation(), Sessions.Schedule.MANY_THREADS))
            .build();
    SavedModelFiles.write(directory, exported, description.with(options.entries()), options);
  }

  /**
   * Frees the native memory once what runs in it has ended. A call of many rows of which parts have
   * not begun throws {@link IllegalStateException}.
   */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
