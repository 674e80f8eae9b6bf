package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Parts;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.Deadline;
import io.github.tfflows.core.serving.Endpoint;
import io.github.tfflows.core.serving.EntryPoint;
import io.github.tfflows.core.serving.OpenModel;
import io.github.tfflows.core.serving.ServingGraph;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Draws from an open model. The chunks of draws, each with its own seed, do not depend on the
 * number of threads, so that equal seeds give equal draws on any number of threads. A flow draws
 * from its base first and maps the draws in a second call, in chunks that suit the threads; if both
 * chunks are the same, one call does both. If the map loses digits, the model computes the
 * log-density at the draws as rounded to single precision.
 */
final class Sampling {
  private final ModelRunner runner;
  private final Endpoint whole;
  private final Shape event;
  private final @Nullable Base base;
  private final @Nullable Endpoint expected;
  private final boolean scoresDraws;

  /**
   * The base of a transformed distribution.
   *
   * @param isBestMappedApart whether {@code forward} maps a part faster in one thread
   */
  private record Base(Endpoint draws, Shape event, boolean isBestMappedApart) {}

  /** One call, for one event in each row of a context. */
  private record Request(Rows context, long seed, Deadline deadline) {}

  private Sampling(
      ModelRunner runner,
      Endpoint whole,
      Shape event,
      @Nullable Base base,
      @Nullable Endpoint expected,
      boolean scoresDraws) {
    this.runner = runner;
    this.whole = whole;
    this.event = event;
    this.base = base;
    this.expected = expected;
    this.scoresDraws = scoresDraws;
  }

  static Sampling of(MetaGraphDef model, OpenModel open, ModelRunner runner) {
    Optional<Base> base =
        ServingGraph.baseDraws(model, open.graph())
            // Numbers in double precision would be rounded between the calls.
            .filter(unused -> runner.declared().precision() == Precision.FLOAT32)
            .map(draws -> base(draws, open));
    return new Sampling(
        runner,
        runner.endpoint(EntryPoint.SAMPLE.key()),
        runner.declared().output(EntryPoint.SAMPLE),
        base.orElse(null),
        ServingGraph.expectedDraws(model, open.graph())
            .map(draws -> Endpoint.of("expected", draws, open))
            .orElse(null),
        ServingGraph.scoresDraws(open.graph()));
  }

  private static Base base(SignatureDef draws, OpenModel open) {
    return new Base(
        Endpoint.of("base", draws, open),
        Endpoint.eventShape(draws.getOutputsOrThrow("z")),
        ServingGraph.mapsInOneThread(open.graph()));
  }

  /**
   * Draws one event for each row of a context, which has no columns if the model is unconditional.
   */
  Draws draw(Rows context, long seed, Deadline deadline) {
    Request request = request(context, seed, deadline);
    return runner.calling(
        () -> {
          Draws drawn = drawn(request);
          return scoresDraws
              ? new Draws(drawn.x(), runner.logProbOf(drawn.x(), context, deadline))
              : drawn;
        });
  }

  /** Draws as {@link #draw} does, without their log-densities. */
  Rows events(Rows context, long seed, Deadline deadline) {
    Request request = request(context, seed, deadline);
    return runner.calling(() -> drawn(request).x());
  }

  private Request request(Rows context, long seed, Deadline deadline) {
    runner.declared().requireContext(context);
    return new Request(context, seed, deadline);
  }

  /** Draws, with the log-densities of the first pass. */
  private Draws drawn(Request request) {
    Rows context = request.context();
    Parts parts = runner.drawParts(context.count(), event);
    Parts mapped = runner.mapParts(context.count(), event);
    if (base == null || isBestInOneRun(base, parts, mapped)) {
      return draw(whole, "x", event, parts, request);
    }
    return mapped(draw(base.draws(), "z", base.event(), parts, request), request);
  }

  /**
   * Draws as {@link #draw} does, with the expectation of the base's log-density in place of its
   * value. Only the log-determinant then varies.
   *
   * @return the log-densities of the draws with this expectation; empty if it has no formula
   */
  Optional<float[]> expectedLogProb(Rows context, long seed, Deadline deadline) {
    Request request = request(context, seed, deadline);
    return expected == null
        ? Optional.empty()
        : Optional.of(runner.calling(() -> expectedLogProb(expected, request)));
  }

  private float[] expectedLogProb(Endpoint draws, Request request) {
    Parts parts = runner.drawParts(request.context().count(), event);
    if (!runner.hasMap()) {
      return draw(draws, "x", event, parts, request).logProb();
    }
    Draws z = draw(draws, "z", runner.declared().input(EntryPoint.FORWARD), parts, request);
    return mapped(z, request).logProb();
  }

  private static boolean isBestInOneRun(Base base, Parts drawn, Parts mapped) {
    return drawn.list().equals(mapped.list()) && (drawn.count() == 1 || !base.isBestMappedApart());
  }

  /** Maps draws of the base, in place if events have the same number of entries. */
  private Draws mapped(Draws z, Request request) {
    float[] drawn = z.x().values();
    int size = Math.multiplyExact(z.x().count(), (int) event.size());
    float[] values = drawn.length == size ? drawn : new float[size];
    Transformed x =
        runner.mapped(EntryPoint.FORWARD, z.x(), request.context(), values, request.deadline());
    float[] logProb = z.logProb();
    for (int i = 0; i < logProb.length; i++) {
      logProb[i] -= x.logDet()[i];
    }
    return new Draws(x.value(), logProb);
  }

  /** The part that begins at row {@code i} is drawn from the seed {@code (seed, i)}. */
  private Draws draw(Endpoint endpoint, String output, Shape shape, Parts parts, Request request) {
    int count = request.context().count();
    float[] values = new float[Math.multiplyExact(count, (int) shape.size())];
    float[] logProb = new float[count];
    Map<String, float[]> results =
        endpoint == whole && scoresDraws
            ? Map.of(output, values)
            : Map.of(output, values, "log_prob", logProb);
    runner.run(
        parts,
        (from, to) -> {
          Rows part = ModelRunner.part(request.context(), from, to);
          try (Tensor rows = rows(part);
              Tensor numbers = TInt64.vectorOf(request.seed(), from)) {
            String input = part.size() > 0 ? "context" : "count";
            endpoint.runInto(
                Map.of(input, rows, "seed", numbers),
                new Endpoint.Target(results, count, from, to),
                request.deadline());
          }
        });
    return new Draws(new Rows(values, shape, count), logProb);
  }

  /**
   * Returns the input that determines the number of draws: the context, or the number if it has no
   * columns.
   */
  private Tensor rows(Rows context) {
    return context.size() > 0
        ? Tensors.of(
            runner.declared().precision(),
            context.eventShape().prepend(context.count()),
            context.values())
        : TInt32.scalarOf(context.count());
  }
}
