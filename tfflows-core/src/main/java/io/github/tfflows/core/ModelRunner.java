package io.github.tfflows.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Runs the signatures of a model on rows: checks them, cuts them into parts, joins the results. */
final class ModelRunner {
  /** How many numbers a chunk of rows holds at the most, and how many rows. */
  private static final int CHUNK_NUMBERS = 1 << 20;

  private static final int CHUNK_ROWS = 1 << 14;

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<EntryPoint, Shape> inputShapes = new LinkedHashMap<>();
  private final Map<EntryPoint, Shape> outputShapes = new LinkedHashMap<>();
  private final Precision precision;
  private final int contextSize;
  private final Execution execution;

  /** Draws from the base alone; not in a model that is not transformed. */
  private final @Nullable Endpoint baseDraws;

  ModelRunner(MetaGraphDef model, Session session, Execution execution) {
    this.execution = execution;
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
    this.baseDraws =
        ServingGraph.baseDraws(model, session.graph())
            .map(signature -> Endpoint.of("base", signature, session))
            .orElse(null);
    SignatureDef density = model.getSignatureDefOrThrow(EntryPoint.LOG_PROB.key());
    TensorInfo context = density.getInputsMap().get("context");
    this.contextSize = context == null ? 0 : (int) Endpoint.eventShape(context).get(0);
    this.precision = Precision.of(model);
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

  float[] logProb(Rows x, Rows context) {
    require("x", x, eventShape(), context);
    float[] logProb = new float[x.count()];
    overRows(EntryPoint.LOG_PROB, "x", x, context, Map.of("log_prob", logProb));
    return logProb;
  }

  Transformed map(EntryPoint entry, Rows points, Rows context) {
    if (!endpoints.containsKey(entry.key())) {
      throw new UnsupportedOperationException(
          "the model has no %s: it is not a transformed distribution".formatted(entry.key()));
    }
    require(entry == EntryPoint.FORWARD ? "z" : "x", points, shape(inputShapes, entry), context);
    return mapped(entry, points, context);
  }

  private Transformed mapped(EntryPoint entry, Rows points, Rows context) {
    boolean forward = entry == EntryPoint.FORWARD;
    Shape shape = shape(outputShapes, entry);
    float[] values = new float[Math.multiplyExact(points.count(), (int) shape.size())];
    float[] logDet = new float[points.count()];
    overRows(
        entry,
        forward ? "z" : "x",
        points,
        context,
        Map.of(forward ? "x" : "z", values, "log_det", logDet));
    return new Transformed(new Rows(values, shape, points.count()), logDet);
  }

  Draws sample(int count, long seed) {
    if (contextSize > 0) {
      throw new IllegalArgumentException(
          "the model is conditional: give a context with %d columns, one row for each draw"
              .formatted(contextSize));
    }
    if (count < 0) {
      throw new IllegalArgumentException("count must be zero or more, got " + count);
    }
    return draw(Rows.empty(count), seed);
  }

  Draws sample(Rows context, long seed) {
    requireContext(context, context.count());
    return draw(context, seed);
  }

  /** Part {@code i} draws from the seed {@code (seed, i)}, whatever runs it. */
  private Draws draw(Rows context, long seed) {
    Shape event = shape(outputShapes, EntryPoint.SAMPLE);
    Parts parts = new Parts(context.count(), chunk(event));
    boolean moreThreads = parts.count() < shared(context.count(), event).count();
    return moreThreads && baseDraws != null && precision == Precision.FLOAT32
        ? mappedDraws(baseDraws, parts, context, seed)
        : drawn(endpoint(EntryPoint.SAMPLE.key()), "x", event, parts, context, seed);
  }

  /** Draws from the base, then maps by {@code forward}, which shares the rows out. */
  private Draws mappedDraws(Endpoint base, Parts parts, Rows context, long seed) {
    Shape event = shape(inputShapes, EntryPoint.FORWARD);
    Draws z = drawn(base, "z", event, parts, context, seed);
    Transformed x = mapped(EntryPoint.FORWARD, z.x(), context);
    float[] logProb = z.logProb();
    for (int i = 0; i < logProb.length; i++) {
      logProb[i] -= x.logDet()[i];
    }
    return new Draws(x.value(), logProb);
  }

  private Draws drawn(
      Endpoint endpoint, String output, Shape event, Parts parts, Rows context, long seed) {
    int count = context.count();
    float[] values = new float[Math.multiplyExact(count, (int) event.size())];
    float[] logProb = new float[count];
    parts.forEach(
        (from, to) -> {
          Rows part = part(context, from, to);
          try (Tensor size = contextSize > 0 ? tensor(part) : TInt32.scalarOf(part.count());
              Tensor numbers = TInt64.vectorOf(seed, from / parts.size())) {
            endpoint.runInto(
                Map.of(contextSize > 0 ? "context" : "count", size, "seed", numbers),
                part.count(),
                Map.of(output, values, "log_prob", logProb),
                from);
          }
        });
    return new Draws(new Rows(values, event, count), logProb);
  }

  private void overRows(
      EntryPoint entry, String input, Rows points, Rows context, Map<String, float[]> results) {
    Endpoint endpoint = endpoint(entry.key());
    shared(points.count(), points.eventShape())
        .forEach(
            (from, to) -> {
              Rows rows = part(points, from, to);
              try (Feed feed = Feed.of(input, rows, part(context, from, to), precision)) {
                endpoint.runInto(feed.tensors(), to - from, results, from);
              }
            });
  }

  private static Rows part(Rows rows, int from, int to) {
    return from == 0 && to == rows.count() ? rows : rows.slice(from, to);
  }

  private Tensor tensor(Rows rows) {
    return precision.tensor(rows.values(), rows.eventShape().prepend(rows.count()));
  }

  private Parts shared(int rows, Shape event) {
    return Parts.shared(rows, chunk(event), execution);
  }

  private static int chunk(Shape event) {
    return (int) Math.max(1, Math.min(CHUNK_ROWS, CHUNK_NUMBERS / event.size()));
  }

  private void requireContext(Rows context, int count) {
    if (!context.eventShape().equals(Shape.of(contextSize)) || context.count() != count) {
      throw new IllegalArgumentException(
          contextSize == 0
              ? "the model is unconditional, but got a context of " + context
              : "expected a context of %d rows with %d columns, got %s"
                  .formatted(count, contextSize, context));
    }
    context.requireFinite("the context");
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
