package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarTrial;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DeepSigmoidalTest {
  /** Pyro 1.9.2, NeuralAutoregressive with a sigmoid, whose log-slope has an epsilon of 1e-8. */
  @Test
  void oneLayerIsThatOfPyro() {
    double[] scales = {0.7, -0.4, 1.1}; // before softplus
    double[] shifts = {-0.6, 1.3, 0.5};
    double[] logWeights = {0.2, -0.9, 0.4};
    double[] x = {-6, -2, -0.3, 0, 0.4, 1.1, 2.5, 8};
    double[] y = MonotoneReferences.numbers("DeepSigmoidal.one_layer.y");
    double[] logSlope = MonotoneReferences.numbers("DeepSigmoidal.one_layer.log_slope");
    double[] theta = new double[9];
    for (int k = 0; k < 3; k++) {
      double rate = 0.5 + (k + 0.5) / 3;
      double log = Math.log(Math.log1p(Math.exp(scales[k])));
      theta[k] = log / (1 - Math.abs(log) / Math.log(1e3)) / rate;
      theta[3 + k] = shifts[k] / rate;
      theta[6 + k] = logWeights[k] / rate;
    }
    for (int i = 0; i < x.length; i++) {
      y[i] = 0.999 * y[i] + 1e-3 * x[i];
      logSlope[i] = Math.log(0.999 * Math.exp(logSlope[i]) + 1e-3);
    }
    new ScalarTrial(new DeepSigmoidal(1, 3), theta).expectMap(1e-7, x, y, logSlope);
  }

  /** The formula of the paper in PyTorch 2, with the log-slope from its gradient. */
  @Test
  void twoLayersAreTheFormulaOfThePaper() {
    double[] theta = {
      -0.6, -1.4, -1.5, -0.6, -0.5, -0.7, 1.9, 2.3, -0.3, 0.0, -0.1, 1.1, -2.5, 0.6, 1.2,
      2.1, 1.6, 0.2, -3.0, -1.2, -4.1, -0.4, 0.7, -0.7, -0.8, 4.5, 4.2, 0.4, 2.7, 1.7,
      -2.1, 1.5, 1.0
    };
    double[] x = {-6, -2, -0.3, 0, 0.4, 1.1, 2.5, 6};
    double[] y = MonotoneReferences.numbers("DeepSigmoidal.two_layers.y");
    double[] logSlope = MonotoneReferences.numbers("DeepSigmoidal.two_layers.log_slope");
    new ScalarTrial(new DeepSigmoidal(2, 3), theta).expectMap(1e-12, x, y, logSlope);
  }

  /** Units that are steep and far apart leave plains between them. */
  @Test
  void returnsFromPlains() {
    double[] theta = new double[33];
    Arrays.setAll(theta, i -> 40 * Math.sin(1 + 5 * i));
    double[] x = {-1e6, -200, -21, -20, -5, 0, 11, 24, 25, 30, 1e5};
    new ScalarTrial(new DeepSigmoidal(2, 3), theta).expectReturn(1e-9, 1e-5, x);
  }

  @Test
  void rejectsANetworkWithoutUnits() {
    Expect.rejected("got 0 and 3", () -> new DeepSigmoidal(0, 3));
    Expect.rejected("got 2 and 0", () -> new DeepSigmoidal(2, 0));
  }
}
