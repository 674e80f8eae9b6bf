package io.github.tfflows.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.MovedWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat64;

/**
 * Flows of other libraries and ours have the same density and the same map, both ways, for the same
 * weights. The head of each file names the classes of the library; the scripts in {@code
 * tests/parity} wrote the files. The bounds hold for differences relative to numbers beyond one,
 * and absolute below.
 */
@Tag("parity")
class PeerParityTest {
  private static final double DOUBLE = 1e-10;
  private static final double SINGLE = 1e-5;

  static final List<String> FILES =
      List.of(
          ("real_nvp.zuko real_nvp.tfp nice.nflows glow.tfp maf.zuko maf.tfp nsf_coupling.zuko"
                  + " nsf_coupling.tfp nsf_coupling_residual.nflows nsf_autoregressive.zuko"
                  + " nsf_autoregressive.tfp nsf_autoregressive_residual.nflows linear.tfp"
                  + " convolution.normflows act_norm.nflows planar.normflows planar_leaky_relu.normflows"
                  + " radial.normflows")
              .split(" ", -1));

  @ParameterizedTest
  @FieldSource("FILES")
  void agreesWithThePeer(String file) {
    PeerValues peer = PeerValues.of(file);
    Execution inDouble = Execution.defaults().withPrecision(Precision.FLOAT64);
    try (CompiledDistribution ours = peer.compile(peer.weights(), inDouble)) {
      assertClose(DOUBLE, peer.logProb(), called(ours, "log_prob", "x", "log_prob", peer));
      assertClose(DOUBLE, peer.z(), called(ours, "inverse", "x", "z", peer));
      assertClose(DOUBLE, peer.x(), called(ours, "forward", "z", "x", peer));
    }
    try (CompiledDistribution ours = peer.compile(peer.weights(), Execution.defaults())) {
      assertClose(
          SINGLE, peer.logProb(), wide(ours.given(peer.contextRows()).logProb(peer.xRows())));
      float[] z = ours.given(peer.contextRows()).inverse(peer.xRows()).value().values();
      assertClose(SINGLE, peer.z(), wide(z));
      float[] x = ours.given(peer.contextRows()).forward(peer.zRows()).value().values();
      assertClose(SINGLE, peer.x(), wide(x));
    }
  }

  /** Each array of weights matters for the comparison above. */
  @ParameterizedTest
  @ValueSource(strings = {"nice.nflows", "linear.tfp", "radial.normflows"})
  void noticesEachArrayOfWeights(String file) {
    PeerValues peer = PeerValues.of(file);
    Execution inDouble = Execution.defaults().withPrecision(Precision.FLOAT64);
    for (String name : peer.weights().byName().keySet()) {
      try (CompiledDistribution ours = peer.compile(perturbed(peer.weights(), name), inDouble)) {
        double[] logProb = called(ours, "log_prob", "x", "log_prob", peer);
        double found = difference(peer.logProb(), logProb);
        assertTrue(found > 10 * DOUBLE, name + " off by 1e-6 makes a difference of " + found);
      }
    }
  }

  private static Weights perturbed(Weights weights, String name) {
    return MovedWeights.each(weights, (of, value) -> of.equals(name) ? value + 1e-6 : value);
  }

  /** Calls a signature with tensors, so that its inputs and outputs are in double precision too. */
  private static double[] called(
      CompiledDistribution ours, String signature, String input, String output, PeerValues peer) {
    Map<String, Tensor> inputs = peer.tensors(input);
    try (Result result = ours.call(signature, inputs)) {
      TFloat64 values = (TFloat64) result.get(output).orElseThrow();
      double[] copy = new double[(int) values.size()];
      values.asRawTensor().data().asDoubles().read(copy);
      return copy;
    } finally {
      inputs.values().forEach(Tensor::close);
    }
  }

  private static void assertClose(double bound, double[] expected, double[] actual) {
    double found = difference(expected, actual);
    assertTrue(found <= bound, "differs by " + found + ", more than " + bound);
  }

  private static double difference(double[] expected, double[] actual) {
    assertTrue(expected.length == actual.length, "expected as many numbers as the peer has");
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]) / scale);
    }
    return largest;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}
