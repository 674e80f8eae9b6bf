package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.Parts;
import io.github.tfflows.core.runtime.Sessions;
import io.github.tfflows.core.serving.CallerThreads;
import io.github.tfflows.core.serving.Calls;
import io.github.tfflows.core.serving.Deadline;
import io.github.tfflows.core.serving.DeclaredRows;
import io.github.tfflows.core.serving.Endpoint;
import io.github.tfflows.core.serving.EntryPoint;
import io.github.tfflows.core.serving.OpenModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;

/** Runs the signatures of a model on rows, in parts. */
final class ModelRunner {
  /** The largest numbers of entries and of rows of a part. */
  private static final int MOST_NUMBERS = 1 << 20;

  private static final int MOST_ROWS = 1 << 14;

  /** The number of draws of the first seed: half of the usual 1,000, for two threads. */
  private static final int FIRST_DRAWS = 500;

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final DeclaredRows declared;
  private final Execution execution;
  private final Calls calls;
  private final CallerThreads threads;

  /** A call of a signature, with one point for each row of a context, or several. */
  private record Request(
      EntryPoint entry, String input, Rows points, Rows context, Deadline deadline) {}

  ModelRunner(MetaGraphDef model, OpenModel open, Execution execution) {
    this.execution = execution;
    this.calls = open.calls();
    this.threads = CallerThreads.of(open.graph(), execution);
    model
        .getSignatureDefMap()
        .forEach((key, signature) -> endpoints.put(key, Endpoint.of(key, signature, open)));
    this.declared = new DeclaredRows(model);
  }

  DeclaredRows declared() {
    return declared;
  }

  Set<String> signatures() {
    return Collections.unmodifiableSet(endpoints.keySet());
  }

  Endpoint endpoint(String key) {
    Endpoint endpoint = endpoints.get(key);
    if (endpoint == null) {
      throw new IllegalArgumentException(
          "the model has no signature %s; it has %s".formatted(key, endpoints.keySet()));
    }
    return endpoint;
  }

  <T> T calling(Supplier<T> work) {
    return calls.run(work);
  }

  Result call(String signature, Map<String, Tensor> inputs) {
    return calls.run(() -> endpoint(signature).run(inputs));
  }

  float[] logProb(Rows x, Rows context, Deadline deadline) {
    declared.require(EntryPoint.LOG_PROB, "x", x, context);
    return calls.run(() -> logProbOf(x, context, deadline));
  }

  /**
   * Returns the log-densities of points that were already checked, or come from the model itself.
   */
  float[] logProbOf(Rows x, Rows context, Deadline deadline) {
    float[] logProb = new float[x.count()];
    run(new Request(EntryPoint.LOG_PROB, "x", x, context, deadline), Map.of("log_prob", logProb));
    return logProb;
  }

  Transformed map(EntryPoint entry, Rows points, Rows context, Deadline deadline) {
    if (!endpoints.containsKey(entry.key())) {
      throw new UnsupportedOperationException(
          "the model has no %s: it is not a transformed distribution".formatted(entry.key()));
    }
    declared.require(entry, entry == EntryPoint.FORWARD ? "z" : "x", points, context);
    int size = (int) declared.output(entry).size();
    float[] values = new float[Math.multiplyExact(points.count(), size)];
    return calls.run(() -> mapped(entry, points, context, values, deadline));
  }

  /**
   * Maps points that were already checked, or come from the model itself.
   *
   * @param values the array for the results, which may be the array of the points
   */
  Transformed mapped(
      EntryPoint entry, Rows points, Rows context, float[] values, Deadline deadline) {
    boolean forward = entry == EntryPoint.FORWARD;
    Shape shape = declared.output(entry);
    float[] logDet = new float[points.count()];
    run(
        new Request(entry, forward ? "z" : "x", points, context, deadline),
        Map.of(forward ? "x" : "z", values, "log_det", logDet));
    return new Transformed(new Rows(values, shape, points.count()), logDet);
  }

  Rows cdf(String output, Rows x, Rows context, Deadline deadline) {
    requireMarginals();
    declared.requirePoints(EntryPoint.CDF, "x", x, context);
    return rows(new Request(EntryPoint.CDF, "x", x, context, deadline), output, x.eventShape());
  }

  Rows quantile(String output, Rows p, Rows context, Deadline deadline) {
    requireMarginals();
    declared.requireProbabilities(p, context);
    return rows(
        new Request(EntryPoint.QUANTILE, "p", p, context, deadline), output, p.eventShape());
  }

  private void requireMarginals() {
    if (!endpoints.containsKey(EntryPoint.CDF.key())) {
      throw new UnsupportedOperationException(
          "the model has no distribution functions: its bijector mixes the entries of an event or"
              + " states no direction, or its base has none");
    }
  }

  /** Returns the log-probabilities of all categories for each context, if there are any. */
  Optional<Rows> categories(Rows context, Deadline deadline) {
    EntryPoint entry = EntryPoint.CATEGORIES;
    if (!endpoints.containsKey(entry.key())) {
      return Optional.empty();
    }
    declared.requireContext(context);
    Rows none = Rows.empty(context.count());
    Request request = new Request(entry, "context", context, none, deadline);
    return Optional.of(rows(request, "log_probs", declared.output(entry)));
  }

  Rows fullConditionals(Rows x, Rows context, Deadline deadline) {
    EntryPoint entry = EntryPoint.FULL_CONDITIONALS;
    if (!endpoints.containsKey(entry.key())) {
      throw new UnsupportedOperationException(
          "the model has no signature full_conditionals; if an earlier version of tfflows exported"
              + " it, fit or refit it again");
    }
    declared.require(entry, "x", x, context);
    Request request = new Request(entry, "x", x, context, deadline);
    return rows(request, entry.key(), declared.output(entry));
  }

  /** Returns an output of a signature on rows that were already checked. */
  private Rows rows(Request request, String output, Shape event) {
    int count = request.points.count();
    float[] values = new float[Math.multiplyExact(count, (int) event.size())];
    return calls.run(
        () -> {
          run(request, Map.of(output, values));
          return new Rows(values, event, count);
        });
  }

  boolean hasMap() {
    return endpoints.containsKey(EntryPoint.FORWARD.key());
  }

  private void run(Request request, Map<String, float[]> results) {
    Endpoint endpoint = endpoint(request.entry.key());
    Rows points = request.points;
    Rows context = request.context;
    int count = points.count();
    int most = mostRows(points.eventShape());
    int each = context.count() == 0 ? 1 : count / context.count();
    int unit = context.count() == 1 ? 1 : each;
    threads.run(
        callers -> threads.parts(count, most, callers),
        (start, end) -> {
          int from = roundedUp(start, unit);
          int to = roundedUp(end, unit);
          if (from == to) {
            return; // the points of the context are in the part before
          }
          Rows rows = part(points, from, to);
          Rows contexts = part(context, from / each, roundedUp(to, each) / each);
          try (Feed feed = Feed.of(request.input, rows, contexts, declared.precision())) {
            endpoint.runInto(
                feed.tensors(), new Endpoint.Target(results, count, from, to), request.deadline);
          }
        });
  }

  private static int roundedUp(int number, int unit) {
    return (number + unit - 1) / unit * unit;
  }

  static Rows part(Rows rows, int from, int to) {
    return from == 0 && to == rows.count() ? rows : rows.slice(from, to);
  }

  /**
   * Returns the parts of draws; they do not depend on the numbers of threads, draws and other
   * callers.
   */
  Parts drawParts(int rows, Shape event) {
    int most = mostRows(event);
    int threads = Sessions.threads(execution, rows, Parts.LEAST_ROWS);
    return Parts.growing(Math.min(FIRST_DRAWS, most), most, rows, threads);
  }

  /** Returns the parts of the rows of a call that begins now. */
  Parts mapParts(int rows, Shape event) {
    return threads.parts(rows, mostRows(event));
  }

  void run(Parts parts, Parts.Work work) {
    threads.run(callers -> parts, work);
  }

  static int mostRows(Shape event) {
    return (int) Math.max(1, Math.min(MOST_ROWS, MOST_NUMBERS / event.size()));
  }
}
