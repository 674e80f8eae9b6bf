package io.github.tfflows.core.serving;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.runtime.Tensors;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** The rows that a model's signatures declare, and the checks of a caller's rows against them. */
public final class DeclaredRows {
  private static final int MOST_ENTRIES = Integer.MAX_VALUE - 8;

  private static final double MIB = 1 << 20;

  private final Map<EntryPoint, Shape> inputs = new EnumMap<>(EntryPoint.class);
  private final Map<EntryPoint, Shape> outputs = new EnumMap<>(EntryPoint.class);
  private final Precision precision;
  private final int contextSize;

  public DeclaredRows(MetaGraphDef model) {
    for (EntryPoint entry : EntryPoint.values()) {
      SignatureDef signature = model.getSignatureDefMap().get(entry.key());
      if (signature != null) {
        rows(signature.getInputsMap()).ifPresent(shape -> inputs.put(entry, shape));
        rows(signature.getOutputsMap()).ifPresent(shape -> outputs.put(entry, shape));
      }
    }
    SignatureDef density = model.getSignatureDefOrThrow(EntryPoint.LOG_PROB.key());
    TensorInfo context = density.getInputsMap().get("context");
    this.contextSize = context == null ? 0 : (int) Endpoint.eventShape(context).get(0);
    this.precision = Tensors.precision(density.getInputsOrThrow("x").getDtype());
  }

  private static Optional<Shape> rows(Map<String, TensorInfo> infos) {
    for (String name : List.of("x", "z", "p", "log_probs", "full_conditionals")) {
      TensorInfo info = infos.get(name);
      if (info != null) {
        return Optional.of(Endpoint.eventShape(info));
      }
    }
    return Optional.empty();
  }

  public Shape eventShape() {
    return shape(inputs, EntryPoint.LOG_PROB);
  }

  public int contextSize() {
    return contextSize;
  }

  public Precision precision() {
    return precision;
  }

  public Shape input(EntryPoint entry) {
    return shape(inputs, entry);
  }

  public Shape output(EntryPoint entry) {
    return shape(outputs, entry);
  }

  private static Shape shape(Map<EntryPoint, Shape> shapes, EntryPoint entry) {
    Shape shape = shapes.get(entry);
    if (shape == null) {
      throw new IllegalStateException("the model has no " + entry.key());
    }
    return shape;
  }

  public void require(Data batch) {
    require(EntryPoint.LOG_PROB, "x", batch.x(), batch.context());
  }

  /**
   * Checks points and their context, which has one row for each point.
   *
   * @param name the name of their input
   */
  public void require(EntryPoint entry, String name, Rows points, Rows context) {
    requirePoints(entry, name, points, context);
    if (context.count() != points.count()) {
      throw new IllegalArgumentException(
          "expected a context of %s rows with %s columns, got %s"
              .formatted(points.count(), contextSize, context));
    }
  }

  /**
   * Checks points and their context. Each row of the context may have several points, all rows the
   * same number.
   */
  public void requirePoints(EntryPoint entry, String name, Rows points, Rows context) {
    Shape event = shape(inputs, entry);
    if (!points.eventShape().equals(event)) {
      throw new IllegalArgumentException(
          "expected %s as rows of shape %s, got %s".formatted(name, event, points));
    }
    points.requireFinite(name);
    requireContext(context);
  }

  /** Checks probabilities as points. */
  public void requireProbabilities(Rows p, Rows context) {
    requirePoints(EntryPoint.QUANTILE, "p", p, context);
    float[] values = p.values();
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0 && values[i] < 1)) {
        throw new IllegalArgumentException(
            "expected probabilities above 0 and below 1 in p, got %s in row %s, column %s"
                .formatted(values[i], i / p.size(), i % p.size()));
      }
    }
  }

  public void requireContext(Rows context) {
    if (contextSize > 0 && context.size() == 0) {
      throw new IllegalArgumentException(
          "the model is conditional: call model.given(context), with %s columns, first"
              .formatted(contextSize));
    }
    if (!context.eventShape().equals(Shape.of(contextSize))) {
      throw new IllegalArgumentException(
          contextSize == 0
              ? "the model is unconditional, but got a context of " + context
              : "expected a context with %s columns, got %s".formatted(contextSize, context));
    }
    context.requireFinite("the context");
  }

  /** Checks that a number of draws, with their log-densities, fits into the Java heap. */
  public void requireDraws(int count) {
    Require.atLeast("count", count, 0);
    Shape event = output(EntryPoint.SAMPLE);
    long heap = Runtime.getRuntime().maxMemory();
    // Floating point, since the product may overflow any integer type.
    double numbers = (double) count * event.size();
    if (numbers > MOST_ENTRIES || (numbers + count) * Float.BYTES > heap) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "%d draws of shape %s need %.0f MiB, more than an array or the Java heap of %d MiB can hold;",
                  count,
                  event,
                  (numbers + count) * Float.BYTES / MIB,
                  heap >> 20)
              + " draw fewer at a time, each with a seed of its own");
    }
  }
}
