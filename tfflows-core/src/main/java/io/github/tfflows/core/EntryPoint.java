package io.github.tfflows.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** What a served model can be asked for. Each entry point is a TensorFlow function. */
enum EntryPoint {
  /** {@code x} to {@code log_prob}. */
  LOG_PROB("log_prob") {
    @Override
    <T extends TFloating> Map<String, Operand<T>> build(
        Distribution flow, int contextSize, Build<T> in) {
      Operand<T> x = in.points("x", flow.eventShape());
      return Map.of("log_prob", flow.logProb(in.scope(contextSize), x));
    }
  },

  /**
   * {@code count} (or a context, one draw a row) and {@code seed} to {@code x}, {@code log_prob}.
   */
  SAMPLE("sample") {
    @Override
    <T extends TFloating> Map<String, Operand<T>> build(
        Distribution flow, int contextSize, Build<T> in) {
      Ops tf = in.tf();
      GraphScope<T> scope = in.scope(contextSize);
      Operand<TInt32> count =
          scope
              .context()
              .map(context -> rows(tf, context))
              .orElseGet(() -> in.inputs().add("count", TInt32.class, Shape.scalar()));
      Operand<TInt64> seed = in.inputs().add("seed", TInt64.class, Shape.of(2));
      Sample<T> drawn = flow.sample(scope, count, seed);
      return ordered("x", drawn.value(), "log_prob", drawn.logProb());
    }
  },

  /** {@code z} to {@code x}, {@code log_det}: the base to the data. */
  FORWARD("forward") {
    @Override
    <T extends TFloating> Map<String, Operand<T>> build(
        Distribution flow, int contextSize, Build<T> in) {
      TransformedDistribution transformed = (TransformedDistribution) flow;
      Operand<T> z = in.points("z", transformed.base().eventShape());
      Mapped<T> x = transformed.forward(in.scope(contextSize), z);
      return ordered("x", x.value(), "log_det", x.logDet());
    }
  },

  /** {@code x} to {@code z}, {@code log_det}: the data to the base. */
  INVERSE("inverse") {
    @Override
    <T extends TFloating> Map<String, Operand<T>> build(
        Distribution flow, int contextSize, Build<T> in) {
      Operand<T> x = in.points("x", flow.eventShape());
      Mapped<T> z = ((TransformedDistribution) flow).inverse(in.scope(contextSize), x);
      return ordered("z", z.value(), "log_det", z.logDet());
    }
  };

  /** A function body while its entry point is built. */
  record Build<T extends TFloating>(String path, Inputs inputs, Parameters<T> parameters) {
    Ops tf() {
      return inputs.tf();
    }

    Operand<T> points(String name, Shape event) {
      return inputs.points(name, parameters.type(), event);
    }

    GraphScope<T> scope(int contextSize) {
      return new GraphScope<>(
          tf(), path, parameters, inputs.context(parameters.type(), contextSize));
    }
  }

  private final String key;

  EntryPoint(String key) {
    this.key = key;
  }

  /** The name of the signature. */
  String key() {
    return key;
  }

  /** Declares the inputs and builds the outputs. */
  abstract <T extends TFloating> Map<String, Operand<T>> build(
      Distribution flow, int contextSize, Build<T> in);

  /** Builds the function of a whole distribution. */
  <T extends TFloating> ParameterizedFunction<T> function(
      Distribution flow, int contextSize, Class<T> type, long seed) {
    return function("", flow, contextSize, type, seed);
  }

  /** Builds the function of a distribution whose parameters are named below a path. */
  <T extends TFloating> ParameterizedFunction<T> function(
      String path, Distribution part, int contextSize, Class<T> type, long seed) {
    return ParameterizedFunction.create(
        key,
        type,
        seed,
        Parameters.Phase.USE,
        (inputs, parameters) -> build(part, contextSize, new Build<>(path, inputs, parameters)));
  }

  /** Builds the number of rows of an operand. */
  static Operand<TInt32> rows(Ops tf, Operand<?> x) {
    return tf.reshape(tf.slice(tf.shape(x), tf.array(0), tf.array(1)), tf.constant(new int[0]));
  }

  private static <T extends TFloating> Map<String, Operand<T>> ordered(
      String first, Operand<T> one, String second, Operand<T> two) {
    Map<String, Operand<T>> outputs = new LinkedHashMap<>();
    outputs.put(first, one);
    outputs.put(second, two);
    return outputs;
  }
}
