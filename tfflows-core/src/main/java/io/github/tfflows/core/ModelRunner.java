package io.github.tfflows.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Runs the signatures of a model on rows: checks them, cuts them into chunks, joins the results.
 */
final class ModelRunner {
  /** How many numbers a chunk of rows holds at the most, and how many rows. */
  private static final int CHUNK_NUMBERS = 1 << 20;

  private static final int CHUNK_ROWS = 1 << 14;

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<EntryPoint, Shape> inputShapes = new LinkedHashMap<>();
  private final Map<EntryPoint, Shape> outputShapes = new LinkedHashMap<>();
  private final Precision precision;
  private final int contextSize;

  ModelRunner(MetaGraphDef model, Session session) {
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
    float[] logProb = new float[x.count()];
    overRows(EntryPoint.LOG_PROB, "x", x, context, Map.of("log_prob", logProb));
    return logProb;
  }

  Transformed map(EntryPoint entry, Rows points, Rows context) {
    if (!endpoints.containsKey(entry.key())) {
      throw new UnsupportedOperationException(
          "the model has no %s: it is not a transformed distribution".formatted(entry.key()));
    }
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

  /** Chunk {@code i} draws from the seed {@code (seed, i)}. */
  private Draws draw(Rows context, long seed) {
    int count = context.count();
    Shape event = shape(outputShapes, EntryPoint.SAMPLE);
    float[] values = new float[Math.multiplyExact(count, (int) event.size())];
    float[] logProb = new float[count];
    Endpoint sample = endpoint(EntryPoint.SAMPLE.key());
    int chunk = chunk((int) event.size());
    for (int from = 0; from < count; from += chunk) {
      Rows part = context.slice(from, Math.min(count, from + chunk));
      try (Tensor size = contextSize > 0 ? tensor(part) : TInt32.scalarOf(part.count());
          Tensor numbers = TInt64.vectorOf(seed, from / chunk)) {
        sample.runInto(
            Map.of(contextSize > 0 ? "context" : "count", size, "seed", numbers),
            part.count(),
            Map.of("x", values, "log_prob", logProb),
            from);
      }
    }
    return new Draws(new Rows(values, event, count), logProb);
  }

  private void overRows(
      EntryPoint entry, String input, Rows points, Rows context, Map<String, float[]> results) {
    requireShape(input, points, shape(inputShapes, entry));
    requireContext(context, points.count());
    Endpoint endpoint = endpoint(entry.key());
    int chunk = chunk(points.size());
    for (int from = 0; from < points.count(); from += chunk) {
      int to = Math.min(points.count(), from + chunk);
      Rows rows = part(points, from, to);
      try (Feed feed = Feed.of(input, rows, part(context, from, to), precision)) {
        endpoint.runInto(feed.tensors(), to - from, results, from);
      }
    }
  }

  private static Rows part(Rows rows, int from, int to) {
    return from == 0 && to == rows.count() ? rows : rows.slice(from, to);
  }

  private Tensor tensor(Rows rows) {
    return precision.tensor(rows.values(), rows.eventShape().prepend(rows.count()));
  }

  private static int chunk(int size) {
    return Math.max(1, Math.min(CHUNK_ROWS, CHUNK_NUMBERS / size));
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
