package io.github.tfflows.core.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.tfflows.core.execution.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat64;

class KnownShapesTest {
  private static final double[] X = {1, 2, 3, 4, 5, 6};

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);

  private Placeholder<TFloat64> x(long rows) {
    return tf.withName("x").placeholder(TFloat64.class, Placeholder.shape(Shape.of(rows, 3)));
  }

  private static long count(Graph graph, String op) {
    return graph.toGraphDef().getNodeList().stream().filter(n -> n.getOp().equals(op)).count();
  }

  private static double[] value(Graph graph, Operand<?> of) {
    try (Session session = new Session(graph);
        TFloat64 fed = (TFloat64) Tensors.of(Precision.FLOAT64, Shape.of(2, 3), X);
        Result result = session.runner().feed("x", fed).fetch(of.op().name()).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  /** Checks that a shortened graph computes the same. */
  private Graph shortened(Operand<?>... needed) {
    Graph shorter = KnownShapes.shortened(graph, List.of(needed));
    for (Operand<?> operand : needed) {
      assertArrayEquals(value(graph, operand), value(shorter, operand), 1e-14);
    }
    return shorter;
  }

  @Test
  void gradientsOfEqualShapesLoseTheirSums() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> loss =
        tf.reduceSum(
            tf.math.mul(tf.math.exp(x), tf.math.div(x, tf.math.square(x))), tf.array(0, 1));
    Output<?> slope = graph.addGradients(loss.asOutput(), new Output<?>[] {x.asOutput()})[0];
    assertEquals(5, count(graph, "Sum"));
    try (graph;
        Graph shorter = shortened(loss, slope)) {
      assertEquals(1, count(shorter, "Sum"), "the loss itself");
      assertEquals(0, count(shorter, "BroadcastGradientArgs"));
    }
  }

  @Test
  void broadcastOperandsKeepTheirSums() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> bias = tf.constant(new double[] {7, 8, 9});
    Operand<TFloat64> loss = tf.reduceSum(tf.math.mul(x, bias), tf.array(0, 1));
    Output<?> slope = graph.addGradients(loss.asOutput(), new Output<?>[] {bias.asOutput()})[0];
    try (graph;
        Graph shorter = shortened(slope)) {
      assertArrayEquals(new double[] {5, 7, 9}, value(shorter, slope));
      assertEquals(1, count(shorter, "BroadcastGradientArgs"));
    }
  }

  @Test
  void whatKeepsItsShapeGoesAndTheRestStays() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> same = tf.reshape(tf.stopGradient(tf.identity(x)), tf.array(2, 3));
    Operand<TFloat64> kept = tf.reduceSum(same, tf.array(0), ReduceSum.keepDims(true));
    Operand<TFloat64> again = tf.reduceSum(kept, tf.array(0), ReduceSum.keepDims(true));
    Operand<TFloat64> flat = tf.math.neg(tf.reshape(again, tf.array(3)));
    try (graph;
        Graph shorter = shortened(flat)) {
      assertEquals(0, count(shorter, "Identity") + count(shorter, "StopGradient"));
      assertEquals(1, count(shorter, "Sum"), "over two rows, not over one");
      assertEquals(1, count(shorter, "Reshape"), "to another rank");
    }
  }

  @Test
  void resultsStayWhereTheyChangeNothing() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> result = tf.identity(tf.identity(x));
    try (graph;
        Graph shorter = shortened(result)) {
      assertEquals(1, count(shorter, "Identity"));
    }
  }

  @Test
  void unknownShapesAreLeftAlone() {
    Operand<TFloat64> x = x(Shape.UNKNOWN_SIZE);
    Operand<TFloat64> result = tf.math.neg(tf.reshape(x, tf.array(-1, 3)));
    try (graph;
        Graph shorter = shortened(result)) {
      assertEquals(1, count(shorter, "Reshape"));
    }
  }

  @Test
  void unknownRanksAreLeftAlone() {
    Operand<TFloat64> x = x(2);
    Operand<TFloat64> any = tf.placeholderWithDefault(x, Shape.unknown());
    Operand<TFloat64> result = tf.math.neg(tf.identity(any));
    try (graph;
        Graph shorter = shortened(result)) {
      assertEquals(1, count(shorter, "Identity"));
    }
  }

  @Test
  void whatIsNotNeededGoesAndWhatIsWaitedForStays() {
    Operand<TFloat64> x = x(2);
    tf.withName("unused").math.exp(x);
    Operand<TFloat64> before = tf.withName("before").math.exp(x);
    Operand<TFloat64> checked = tf.withControlDependencies(before).identity(x);
    Operand<TFloat64> result = tf.math.neg(checked);
    try (graph;
        Graph shorter = shortened(result)) {
      assertNull(shorter.operation("unused"));
      assertEquals("Exp", shorter.operationOrThrow("before").type());
    }
  }
}
