package io.github.tfflows.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.ThreadPoolOptionProto;
import org.tensorflow.types.TFloat32;

/**
 * Nothing but the matrix products of the networks of a flow, one network after another, in a
 * session of TensorFlow: the lower bound of the time of a flow with these networks. Masked products
 * count as dense ones. Gradients are two more products for each. The rows are one piece, or equal
 * shares that are multiplied at once.
 */
final class MatrixProducts implements Work {
  /** Networks share their numbers here, and TensorFlow would compute equal products once. */
  private static final GraphOptions AS_THEY_ARE =
      GraphOptions.newBuilder()
          .setOptimizerOptions(OptimizerOptions.newBuilder().setOptLevel(OptimizerOptions.Level.L0))
          .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true))
          .build();

  private final Graph graph = new Graph();
  private final Session session;
  private final TFloat32 x;
  private final List<Op> products = new ArrayList<>();
  private final long weights;

  private MatrixProducts(
      SpeedCase speedCase, Gradients gradients, int batch, int opThreads, int shares) {
    int[] sizes = speedCase.networkSizes();
    Ops tf = Ops.create(graph);
    Operand<TFloat32> input = tf.withName("x").placeholder(TFloat32.class);
    List<Operand<TFloat32>> kernels = new ArrayList<>();
    long count = 0;
    for (int i = 1; i < sizes.length; i++) {
      kernels.add(tf.constant(Shape.of(sizes[i - 1], sizes[i]), random(sizes[i - 1] * sizes[i])));
      count += (long) sizes[i - 1] * sizes[i];
    }
    for (int share = 0; share < shares; share++) {
      int rows = batch / shares;
      Operand<TFloat32> part = tf.slice(input, tf.array(share * rows, 0), tf.array(rows, -1));
      products.addAll(networks(tf, speedCase.layers(), gradients, part, kernels));
    }
    this.weights = count * speedCase.layers();
    this.x = TFloat32.tensorOf(Shape.of(batch, sizes[0]), random(batch * sizes[0]));
    this.session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(opThreads)
                .addSessionInterOpThreadPool(
                    ThreadPoolOptionProto.newBuilder()
                        .setNumThreads(Math.max(opThreads, shares))
                        .setGlobalName("products_" + Math.max(opThreads, shares)))
                .setGraphOptions(AS_THEY_ARE)
                .build());
  }

  /** One network after another; returns the products of the last. */
  private static List<Op> networks(
      Ops tf,
      int count,
      Gradients gradients,
      Operand<TFloat32> x,
      List<Operand<TFloat32>> kernels) {
    List<Op> last = new ArrayList<>();
    for (int layer = 0; layer < count; layer++) {
      Ops after = last.isEmpty() ? tf : tf.withControlDependencies(last);
      last = new ArrayList<>();
      gradients.add(after, x, kernels, last);
    }
    return last;
  }

  /** The products of a pass from the inputs to the outputs. */
  static MatrixProducts forward(SpeedCase speedCase, int batch, int opThreads, int shares) {
    return new MatrixProducts(speedCase, MatrixProducts::pass, batch, opThreads, shares);
  }

  /** The products of a pass and of its gradients by inputs and weights. */
  static MatrixProducts withGradients(SpeedCase speedCase, int batch, int opThreads, int shares) {
    return new MatrixProducts(speedCase, MatrixProducts::bothWays, batch, opThreads, shares);
  }

  private interface Gradients {
    void add(Ops tf, Operand<TFloat32> x, List<Operand<TFloat32>> kernels, List<Op> products);
  }

  private static void pass(
      Ops tf, Operand<TFloat32> x, List<Operand<TFloat32>> kernels, List<Op> products) {
    Operand<TFloat32> h = x;
    for (Operand<TFloat32> kernel : kernels) {
      h = tf.linalg.matMul(h, kernel);
    }
    products.add(h);
  }

  private static void bothWays(
      Ops tf, Operand<TFloat32> x, List<Operand<TFloat32>> kernels, List<Op> products) {
    List<Operand<TFloat32>> inputs = new ArrayList<>(List.of(x));
    for (Operand<TFloat32> kernel : kernels) {
      inputs.add(tf.linalg.matMul(inputs.get(inputs.size() - 1), kernel));
    }
    Operand<TFloat32> slope = inputs.get(kernels.size());
    for (int i = kernels.size() - 1; i >= 0; i--) {
      products.add(tf.linalg.matMul(inputs.get(i), slope, MatMul.transposeA(true)));
      slope = tf.linalg.matMul(slope, kernels.get(i), MatMul.transposeB(true));
    }
    products.add(slope);
  }

  private static org.tensorflow.ndarray.buffer.FloatDataBuffer random(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.1 * random.nextGaussian());
    }
    return DataBuffers.of(values);
  }

  @Override
  public double once() {
    long begin = System.nanoTime();
    Session.Runner runner = session.runner().feed("x", x);
    products.forEach(runner::addTarget);
    runner.run().close();
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public long parameters() {
    return weights;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
    x.close();
  }
}
