package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Feed;
import io.github.tfflows.core.graph.Parts;
import io.github.tfflows.core.graph.Sessions;
import io.github.tfflows.core.graph.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Runs the signatures of a model on rows: checks them, cuts them into parts, joins the results. */
final class ModelRunner {
  /** How many numbers a part of the rows holds at the most, and how many rows. */
  private static final int MOST_NUMBERS = 1 << 20;

  private static final int MOST_ROWS = 1 << 14;

  /** The longest array of every JVM. */
  private static final int MOST_ENTRIES = Integer.MAX_VALUE - 8;

  private static final double MIB = 1 << 20;

  /** The first draws with a seed of their own: of the usual 1,000 two threads have as many each. */
  private static final int FIRST_DRAWS = 500;

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<EntryPoint, Shape> inputShapes = new LinkedHashMap<>();
  private final Map<EntryPoint, Shape> outputShapes = new LinkedHashMap<>();
  private final Precision precision;
  private final int contextSize;
  private final Execution execution;
  private final Calls calls;
  private final CallerThreads threads;
  private final Sampling sampling;

  ModelRunner(MetaGraphDef model, OpenModel open, Execution execution) {
    Session session = open.session();
    this.execution = execution;
    this.calls = open.calls();
    this.threads = CallerThreads.of(session.graph(), execution);
    model
        .getSignatureDefMap()
        .forEach((key, signature) -> endpoints.put(key, Endpoint.of(key, signature, session)));
    for (EntryPoint entry : EntryPoint.values()) {
      SignatureDef signature = model.getSignatureDefMap().get(entry.key());
      if (signature != null) {
        rows(signature.getInputsMap()).ifPresent(shape -> inputShapes.put(entry, shape));
        rows(signature.getOutputsMap()).ifPresent(shape -> outputShapes.put(entry, shape));
      }
    }
    SignatureDef density = model.getSignatureDefOrThrow(EntryPoint.LOG_PROB.key());
    TensorInfo context = density.getInputsMap().get("context");
    this.contextSize = context == null ? 0 : (int) Endpoint.eventShape(context).get(0);
    this.precision = Tensors.precision(density.getInputsOrThrow("x").getDtype());
    this.sampling = Sampling.of(model, session, this);
  }

  private static Optional<Shape> rows(Map<String, TensorInfo> infos) {
    TensorInfo info = infos.getOrDefault("x", infos.get("z"));
    return Optional.ofNullable(info).map(Endpoint::eventShape);
  }

  Shape eventShape() {
    return shape(inputShapes, EntryPoint.LOG_PROB);
  }

  int contextSize() {
    return contextSize;
  }

  Precision precision() {
    return precision;
  }

  /** Returns the shape of the output of an entry point. */
  Shape outputShape(EntryPoint entry) {
    return shape(outputShapes, entry);
  }

  Endpoint endpoint(String key) {
    Endpoint endpoint = endpoints.get(key);
    if (endpoint == null) {
      throw new IllegalArgumentException(
          "the model has no signature %s; it has %s".formatted(key, endpoints.keySet()));
    }
    return endpoint;
  }

  /** Checks rows that will be sent to the density. */
  void requireSuitable(Data batch) {
    requireShape("x", batch.x(), eventShape());
    requireContext(batch.context(), batch.count());
  }

  /** Calls a signature with tensors. */
  Result call(String signature, Map<String, Tensor> inputs) {
    return calls.run(() -> endpoint(signature).run(inputs));
  }

  float[] logProb(Rows x, Rows context, Deadline deadline) {
    require("x", x, eventShape(), context);
    float[] logProb = new float[x.count()];
    Map<String, float[]> results = Map.of("log_prob", logProb);
    return calls.run(
        () -> {
          overRows(EntryPoint.LOG_PROB, "x", x, context, results, deadline);
          return logProb;
        });
  }

  Transformed map(EntryPoint entry, Rows points, Rows context, Deadline deadline) {
    if (!endpoints.containsKey(entry.key())) {
      throw new UnsupportedOperationException(
          "the model has no %s: it is not a transformed distribution".formatted(entry.key()));
    }
    require(entry == EntryPoint.FORWARD ? "z" : "x", points, shape(inputShapes, entry), context);
    int size = (int) outputShape(entry).size();
    float[] values = new float[Math.multiplyExact(points.count(), size)];
    return calls.run(() -> mapped(entry, points, context, values, deadline));
  }

  /**
   * Maps points that were checked, or come from the model itself.
   *
   * @param values where they are mapped to, which may be the array of the points
   */
  Transformed mapped(
      EntryPoint entry, Rows points, Rows context, float[] values, Deadline deadline) {
    boolean forward = entry == EntryPoint.FORWARD;
    Shape shape = outputShape(entry);
    float[] logDet = new float[points.count()];
    overRows(
        entry,
        forward ? "z" : "x",
        points,
        context,
        Map.of(forward ? "x" : "z", values, "log_det", logDet),
        deadline);
    return new Transformed(new Rows(values, shape, points.count()), logDet);
  }

  /**
   * Draws one event for each row of a context, which has no columns where the model has no context.
   */
  Draws sample(Rows context, long seed, Deadline deadline) {
    requireContext(context, context.count());
    return calls.run(() -> sampling.draw(context, seed, deadline));
  }

  /** Checks that a number of draws, with their log-densities, fits into the Java heap. */
  void requireDraws(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be zero or more, got " + count);
    }
    Shape event = outputShape(EntryPoint.SAMPLE);
    long heap = Runtime.getRuntime().maxMemory();
    // As floating point, since the product may be beyond any integer type.
    double numbers = (double) count * event.size();
    if (numbers > MOST_ENTRIES || (numbers + count) * Float.BYTES > heap) {
      throw new IllegalArgumentException(
          "%d draws of shape %s need %.0f MiB, more than an array or the Java heap of %d MiB holds;"
                  .formatted(count, event, (numbers + count) * Float.BYTES / MIB, heap >> 20)
              + " draw fewer at a time, each with a seed of its own");
    }
  }

  private void overRows(
      EntryPoint entry,
      String input,
      Rows points,
      Rows context,
      Map<String, float[]> results,
      Deadline deadline) {
    Endpoint endpoint = endpoint(entry.key());
    int count = points.count();
    int most = mostRows(points.eventShape());
    threads.run(
        callers -> threads.parts(count, most, callers),
        (from, to) -> {
          Rows rows = part(points, from, to);
          try (Feed feed = Feed.of(input, rows, part(context, from, to), precision)) {
            endpoint.runInto(
                feed.tensors(), new Endpoint.Target(results, count, from, to), deadline);
          }
        });
  }

  static Rows part(Rows rows, int from, int to) {
    return from == 0 && to == rows.count() ? rows : rows.slice(from, to);
  }

  /** How draws are cut, whatever the number of threads, of draws and of other callers. */
  Parts drawParts(int rows, Shape event) {
    int most = mostRows(event);
    int threads = Sessions.threads(execution, rows, Parts.LEAST_ROWS);
    return Parts.growing(Math.min(FIRST_DRAWS, most), most, rows, threads);
  }

  /** How the rows of a call that begins now would be cut. */
  Parts mapParts(int rows, Shape event) {
    return threads.parts(rows, mostRows(event));
  }

  /** Does the work of one call on all parts. */
  void run(Parts parts, Parts.Work work) {
    threads.run(callers -> parts, work);
  }

  private static int mostRows(Shape event) {
    return (int) Math.max(1, Math.min(MOST_ROWS, MOST_NUMBERS / event.size()));
  }

  /** Checks the columns of a context. */
  void requireContext(Rows context) {
    if (contextSize > 0 && context.size() == 0) {
      throw new IllegalArgumentException(
          "the model is conditional: call model.given(context), with %d columns, first"
              .formatted(contextSize));
    }
    if (!context.eventShape().equals(Shape.of(contextSize))) {
      throw new IllegalArgumentException(
          contextSize == 0
              ? "the model is unconditional, but got a context of " + context
              : "expected a context with %d columns, got %s".formatted(contextSize, context));
    }
    context.requireFinite("the context");
  }

  private void requireContext(Rows context, int count) {
    requireContext(context);
    if (context.count() != count) {
      throw new IllegalArgumentException(
          "expected a context of %d rows with %d columns, got %s"
              .formatted(count, contextSize, context));
    }
  }

  private void require(String name, Rows points, Shape event, Rows context) {
    requireShape(name, points, event);
    requireContext(context, points.count());
  }

  private static void requireShape(String name, Rows points, Shape event) {
    if (!points.eventShape().equals(event)) {
      throw new IllegalArgumentException(
          "expected %s as rows of shape %s, got %s".formatted(name, event, points));
    }
    points.requireFinite(name);
  }

  private static Shape shape(Map<EntryPoint, Shape> shapes, EntryPoint entry) {
    Shape shape = shapes.get(entry);
    if (shape == null) {
      throw new IllegalStateException("the model has no " + entry.key());
    }
    return shape;
  }
}
