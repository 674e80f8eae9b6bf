package io.github.tfflows.bijectors.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.ConditionerContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ConvolutionalNetTest implements ConditionerContract {
  @Override
  public Conditioner conditioner() {
    return ConvolutionalNet.of(6);
  }

  @Override
  public List<String> parameterNames() {
    return LayerNames.of("conv_0", "conv_1", "output");
  }

  @Override
  public Shape places() {
    return Shape.of(3, 2);
  }

  /** Three calls of torch.nn.functional.conv2d (PyTorch), with padding "same". */
  @Test
  void computesThreeConvolutions() {
    double[] expected = {
      0.7559254131991564, -0.43312713749640963, 0.3923001550610161, -0.794959130744729,
      -0.08956242777892665, -1.3444267012300062, 1.4222082339592614, 0.384302520371651,
      0.7086171286114382, -0.4897384185445447, 1.3392620709901673, 0.7730480812945533,
      1.765735867217216, 1.1939642912715074, 0.6401960604896819, -0.6326122846760782,
      1.4124956621430647, 0.2192884999541287, 1.244732524892773, -0.30322189146657386,
      2.0393324190303153, 0.7508365362134988, 0.4175620406062641, -1.0910884379658647
    };
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3, 4, 1));
      Expr theta = ConvolutionalNet.of(3).parameters(bench.scope(), x, 1, 2);
      Map<String, Values> feeds =
          Map.of(
              "x", ramp(0.3, 1, 3, 4, 1),
              "conv_0.kernel", ramp(0.7, 3, 3, 1, 3),
              "conv_0.bias", ramp(1.1, 3),
              "conv_1.kernel", ramp(0.9, 1, 1, 3, 3),
              "conv_1.bias", ramp(1.3, 3),
              "output.kernel", ramp(0.5, 3, 3, 3, 2),
              "output.bias", ramp(1.7, 2));
      assertTrue(
          bench.fetch(theta, feeds).distance(Values.of(Shape.of(1, 3, 4, 1, 2), expected))
              <= 1e-13);
    }
  }

  private static Values ramp(double rate, long... sizes) {
    Values zeros = Values.zeros(Shape.of(sizes));
    double[] entries = new double[zeros.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Math.sin(rate * (i + 1));
    }
    return Values.of(zeros.shape(), entries);
  }

  /** The reach of two convolutions of 3×3 places, one after the other. */
  @Test
  void seesTwoPlacesFar() {
    try (NetworkLab lab =
        new NetworkLab(
            Shape.of(1, 4, 1),
            0,
            (scope, x) -> ConvolutionalNet.of(9).parameters(scope, x, 1, 1))) {
      double[] ofFirst = lab.jacobian("known", lab.feeds(0))[0];
      for (int place = 0; place < 4; place++) {
        assertEquals(place <= 2, ofFirst[place] != 0, "place " + place);
      }
    }
  }

  @Test
  void rejectsWhatIsNoImageOrNetwork() {
    Expect.rejected("got 0", () -> ConvolutionalNet.of(0));
    Expect.rejected("width must be from 1 to 4096, got 5000", () -> ConvolutionalNet.of(5000));
    try (Workbench bench = Workbench.float64()) {
      Expr vectors = bench.input("x", Shape.of(-1, 3));
      Expect.rejected(
          "[-1, 3]", () -> ConvolutionalNet.of(2).parameters(bench.scope(), vectors, 1, 1));
    }
  }
}
