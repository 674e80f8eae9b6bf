package io.github.tfflows.core.training.step;

import io.github.tfflows.core.training.recipe.Muon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/** Steps of Muon, for vectors that contain only kernels. */
record MuonUpdate(Muon muon, double weightDecay) {
  private static final String MOMENTUM = "momentum";

  /** The role of its variable beside the values; it begins with zeros. */
  static final List<String> MOMENTS = List.of(MOMENTUM);

  /** The iterations after which singular values are near one. */
  private static final int ITERATIONS = 5;

  /** The odd polynomial of Jordan et al. (2024), which lifts small singular values fast. */
  private static final double[] POLYNOMIAL = {3.4445, -4.7750, 2.0315};

  static boolean accepts(Muon muon, String name, Shape shape) {
    boolean isMatrix = name.endsWith("kernel") && shape.numDimensions() == 2;
    boolean isSquare = isMatrix && shape.get(0) == shape.get(1);
    return isMatrix
        && Math.min(shape.get(0), shape.get(1)) > 1
        && (isSquare || muon.kernels() == Muon.Kernels.ALL);
  }

  /** Builds the update, which begins when its gradient is complete. */
  Op of(
      Ops tf, Variables variables, Operand<TFloating> gradient, Rates rates, Set<String> reached) {
    Ops before = tf.withControlDependencies(gradient);
    Operand<TFloating> momentum = mean(tf, variables, variables.value(MOMENTUM), gradient);
    Op saved = before.assignVariableOp(variables.handle(MOMENTUM), momentum);
    Operand<TFloating> ahead = mean(tf, variables, momentum, gradient); // Nesterov's
    Map<String, Operand<TFloating>> kernels = variables.packing().unpack(tf, ahead);
    Map<String, Operand<TFloating>> updates = new LinkedHashMap<>();
    variables
        .packing()
        .shapes()
        .forEach(
            (name, shape) -> {
              Operand<TFloating> kernel = Objects.requireNonNull(kernels.get(name), name);
              updates.put(name, update(tf, variables, kernel, shape));
            });
    Operand<TFloating> update = variables.packing().pack(tf, variables.type(), updates);
    Operand<TFloating> shares =
        tf.math.mul(
            variables.vector(variables.packing().kernels(reached)), variables.number(weightDecay));
    Operand<TFloating> decay = before.math.mul(variables.current(before), shares);
    Op moved =
        variables.subtract(
            before, before.math.mul(rates.learningRate(), before.math.add(update, decay)));
    return tf.withControlDependencies(saved, moved).noOp();
  }

  private Operand<TFloating> mean(
      Ops tf, Variables variables, Operand<TFloating> mean, Operand<TFloating> gradient) {
    return tf.math.add(
        tf.math.mul(mean, variables.number(muon.momentum())),
        tf.math.mul(gradient, variables.number(1 - muon.momentum())));
  }

  private Operand<TFloating> update(
      Ops tf, Variables variables, Operand<TFloating> kernel, Shape shape) {
    double size = muon.scale() * Math.sqrt((double) Math.max(shape.get(0), shape.get(1)));
    boolean isTall = shape.get(0) > shape.get(1);
    Operand<TFloating> factor = orthogonal(tf, variables, isTall ? transposed(tf, kernel) : kernel);
    return tf.math.mul(isTall ? transposed(tf, factor) : factor, variables.number(size));
  }

  private static Operand<TFloating> transposed(Ops tf, Operand<TFloating> matrix) {
    return tf.linalg.transpose(matrix, tf.constant(new int[] {1, 0}));
  }

  /** Builds {@code UVᵀ} of a matrix {@code USVᵀ}, which has no more rows than columns. */
  private static Operand<TFloating> orthogonal(
      Ops tf, Variables variables, Operand<TFloating> matrix) {
    Operand<TFloating> norm = tf.math.sqrt(tf.math.mul(tf.nn.l2Loss(matrix), variables.number(2)));
    Operand<TFloating> x = tf.math.div(matrix, tf.math.add(norm, variables.number(1e-15)));
    for (int i = 0; i < ITERATIONS; i++) {
      Operand<TFloating> square = tf.linalg.matMul(x, x, MatMul.transposeB(true));
      Operand<TFloating> factor =
          tf.math.add(
              tf.math.mul(square, variables.number(POLYNOMIAL[1])),
              tf.math.mul(tf.linalg.matMul(square, square), variables.number(POLYNOMIAL[2])));
      x = tf.math.add(tf.math.mul(x, variables.number(POLYNOMIAL[0])), tf.linalg.matMul(factor, x));
    }
    return x;
  }
}
