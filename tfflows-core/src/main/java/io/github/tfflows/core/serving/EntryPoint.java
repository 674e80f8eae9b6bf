package io.github.tfflows.core.serving;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.ParameterSource;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.runtime.Inputs;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** The entry points of a served model, each a TensorFlow function. */
public enum EntryPoint {
  /**
   * {@code x} to {@code log_prob}. For finite points it is never NaN: it is minus infinity if the
   * density is zero, if its logarithm is below all floats, or if the map to the base overflows. For
   * other points it is NaN.
   */
  LOG_PROB(
      "log_prob",
      (flow, in) -> {
        Expr x = in.points("x", flow.eventShape());
        Expr logProb = Require.eachRow("the log-density of " + flow, flow.logProb(in.scope(), x));
        return Map.of("log_prob", numbered(logProb, x.times(0).sumEvent()));
      }),

  /**
   * {@code count} (or a context, for one draw for each of its rows) and {@code seed} to {@code x},
   * {@code log_prob}.
   */
  SAMPLE("sample", EntryPoint::drawn),

  /** {@code z} to {@code x}, {@code log_det}: the base to the data. */
  FORWARD(
      "forward",
      (flow, in) -> {
        TransformedDistribution transformed = (TransformedDistribution) flow;
        Expr z = in.points("z", transformed.base().eventShape());
        Mapped x = transformed.forward(in.scope(), z);
        return ordered("x", x.value(), "log_det", x.logDet());
      }),

  /** {@code x} to {@code z}, {@code log_det}: the data to the base. */
  INVERSE(
      "inverse",
      (flow, in) -> {
        Expr x = in.points("x", flow.eventShape());
        Mapped z = ((TransformedDistribution) flow).inverse(in.scope(), x);
        return ordered("z", z.value(), "log_det", z.logDet());
      }),

  /**
   * {@code x} to {@code cdf}: entries to the probabilities below. Each row of a context may have
   * the same number of consecutive points.
   */
  CDF("cdf", "x", Marginals::cdf),

  /** {@code x} to {@code survival}, likewise: the probabilities above. */
  SURVIVAL("survival", "x", Marginals::survival),

  /**
   * {@code p} to {@code quantile}: probabilities below to entries. Each row of a context may have
   * the same number of consecutive probabilities. Numbers that are not probabilities yield NaN.
   */
  QUANTILE("quantile", "p", of -> atProbabilities(of.quantile())),

  /** {@code p} to {@code upper_quantile}, likewise: probabilities above to entries. */
  UPPER_QUANTILE("upper_quantile", "p", of -> atProbabilities(of.upperQuantile())),

  /** A context to {@code log_probs}: the log-probabilities of all categories. */
  CATEGORIES(
      "categories",
      (flow, in) ->
          Map.of("log_probs", flow.categories().orElseThrow().logProbs().apply(in.scope()))),

  /** {@code x} to {@code full_conditionals}: the log-probability of each part given the others. */
  FULL_CONDITIONALS(
      "full_conditionals",
      (flow, in) -> {
        Expr x = in.points("x", flow.eventShape());
        Expr each = flow.fullConditionals().orElseThrow().logProbs().apply(in.scope(), x);
        Expr zeroOrNaN = x.times(0).sumEvent().reshape(-1, 1);
        return Map.of("full_conditionals", numbered(each, zeroOrNaN));
      });

  /** Builds the outputs of an entry point, by name. */
  private interface Body {
    Map<String, Operand<TFloating>> of(Distribution flow, Build in);
  }

  /**
   * The inputs and parameters of the function body of an entry point.
   *
   * @param root the place of the body in the names of its parameters
   */
  private record Build(GraphScope root, Inputs inputs, int contextSize) {
    Expr points(String name, Shape event) {
      return root.expr(inputs.points(name, root.type(), event));
    }

    GraphScope scope() {
      return inputs.withContext(root, contextSize);
    }

    GraphScope scopeOf(Expr points) {
      return inputs.withSharedContext(root, contextSize, points);
    }
  }

  /**
   * A further output of a function of draws: the expectation of their log-density, if it has a
   * formula.
   */
  static final String EXPECTED = "expected_log_prob";

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  private final Body body;

  EntryPoint(String key, Body body) {
    this.key = key;
    this.body = body;
  }

  /** Creates one of the functions of entries. */
  EntryPoint(String key, String input, Function<Marginals, Marginals.Function> which) {
    this(
        key,
        (flow, in) -> {
          Expr entries = in.points(input, flow.eventShape());
          Marginals.Function function =
              flow.marginals()
                  .map(which)
                  .or(() -> flow.conditional().map(of -> of.inAll(which.apply(of.marginals()))))
                  .orElseThrow();
          return Map.of(key, function.at(in.scopeOf(entries), entries));
        });
  }

  private static Marginals.Function atProbabilities(Marginals.Function quantile) {
    return (scope, p) ->
        p.atLeast(0)
            .and(p.complement().atLeast(0))
            .select(quantile.at(scope, p), scope.constant(Double.NaN));
  }

  private static Map<String, Operand<TFloating>> drawn(Distribution flow, Build in) {
    GraphScope scope = in.scope();
    Operand<TInt32> count =
        scope
            .context()
            .map(Expr::rowCount)
            .orElseGet(() -> in.inputs().add("count", TInt32.class, Shape.scalar()));
    Operand<TInt64> seed = in.inputs().add("seed", TInt64.class, Shape.of(2));
    Sample drawn = flow.sample(scope, new Noise(count, seed));
    Map<String, Operand<TFloating>> outputs =
        ordered("x", drawn.value(), "log_prob", drawn.logProb());
    flow.summary()
        .ifPresent(
            summary -> outputs.put(EXPECTED, summary.entropyOf(scope, drawn.value()).negated()));
    return outputs;
  }

  /**
   * Replaces NaN by minus infinity at finite points.
   *
   * @param zeroOrNaN zero at these, NaN at others
   */
  private static Expr numbered(Expr logProb, Expr zeroOrNaN) {
    GraphScope scope = logProb.scope();
    Condition isNumber = logProb.atLeast(Double.NEGATIVE_INFINITY);
    Expr number = isNumber.select(logProb, scope.constant(0));
    return number.plus(isNumber.logIndicator()).plus(zeroOrNaN);
  }

  public String key() {
    return key;
  }

  ParameterizedFunction function(Distribution flow, int contextSize, Class<TFloating> type) {
    return function(flow, contextSize, type, root -> root);
  }

  ParameterizedFunction function(
      Distribution part, int contextSize, Class<TFloating> type, UnaryOperator<GraphScope> place) {
    return ParameterizedFunction.create(
        key,
        type,
        0,
        ParameterSource.Phase.EVALUATION,
        (inputs, parameters) -> {
          GraphScope root = place.apply(GraphScope.root(inputs.tf(), parameters));
          return body.of(part, new Build(root, inputs, contextSize));
        });
  }

  private static Map<String, Operand<TFloating>> ordered(
      String first, Expr one, String second, Expr two) {
    Map<String, Operand<TFloating>> outputs = new LinkedHashMap<>();
    outputs.put(first, one);
    outputs.put(second, two);
    return outputs;
  }
}
