package io.github.tfflows.core;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The draws of a model that is open in a session. A part of the draws has its own seed, so that the
 * size of parts is not a matter of threads; many draws of a transformed distribution are therefore
 * drawn from the base as they would be otherwise, and mapped in parts by as many threads as help.
 */
final class Sampling {
  private final ModelRunner runner;
  private final Endpoint whole;
  private final Shape event;
  private final @Nullable Endpoint base;
  private final Shape baseEvent;

  private Sampling(
      ModelRunner runner, Endpoint whole, Shape event, @Nullable Endpoint base, Shape baseEvent) {
    this.runner = runner;
    this.whole = whole;
    this.event = event;
    this.base = base;
    this.baseEvent = baseEvent;
  }

  static Sampling of(MetaGraphDef model, Session session, ModelRunner runner) {
    Endpoint whole = runner.endpoint(EntryPoint.SAMPLE.key());
    Shape event = runner.outputShape(EntryPoint.SAMPLE);
    Optional<SignatureDef> base = ServingGraph.baseDraws(model, session.graph());
    // A number of double precision would not pass from one to the other unchanged.
    return base.isPresent() && runner.precision() == Precision.FLOAT32
        ? new Sampling(
            runner,
            whole,
            event,
            Endpoint.of("base", base.get(), session),
            Endpoint.eventShape(base.get().getOutputsOrThrow("z")))
        : new Sampling(runner, whole, event, null, event);
  }

  /** Draws one event for each row of a context, which may have no columns. */
  Draws draw(Rows context, long seed) {
    Parts parts = runner.ofEqualSize(context.count(), event);
    return base != null && runner.hasMoreThreads(parts, event)
        ? mapped(draw(base, "z", baseEvent, parts, context, seed), context)
        : draw(whole, "x", event, parts, context, seed);
  }

  private Draws mapped(Draws z, Rows context) {
    Transformed x = runner.mapped(EntryPoint.FORWARD, z.x(), context);
    float[] logProb = z.logProb();
    for (int i = 0; i < logProb.length; i++) {
      logProb[i] -= x.logDet()[i];
    }
    return new Draws(x.value(), logProb);
  }

  /** Part {@code i} draws from the seed {@code (seed, i)}. */
  private Draws draw(
      Endpoint endpoint, String output, Shape shape, Parts parts, Rows context, long seed) {
    int count = context.count();
    float[] values = new float[Math.multiplyExact(count, (int) shape.size())];
    float[] logProb = new float[count];
    Map<String, float[]> results = Map.of(output, values, "log_prob", logProb);
    runner.run(
        parts,
        (from, to) -> {
          Rows part = ModelRunner.part(context, from, to);
          try (Tensor rows = rows(part);
              Tensor numbers = TInt64.vectorOf(seed, from / parts.size())) {
            String input = context.size() > 0 ? "context" : "count";
            endpoint.runInto(Map.of(input, rows, "seed", numbers), to - from, results, from);
          }
        });
    return new Draws(new Rows(values, shape, count), logProb);
  }

  /** What says how many draws there are: the context, or their number where it has no columns. */
  private Tensor rows(Rows context) {
    return context.size() > 0
        ? runner.precision().tensor(context.values(), context.eventShape().prepend(context.count()))
        : TInt32.scalarOf(context.count());
  }
}
