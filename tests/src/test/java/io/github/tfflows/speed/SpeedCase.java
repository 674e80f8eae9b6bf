package io.github.tfflows.speed;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.testing.MovedWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One flow of the speed comparison: hosts of one kind with reversals in between, on networks of two
 * hidden layers.
 *
 * @param family {@code RealNVP}, {@code MAF}, {@code NSF-C} or {@code NSF-AR}
 * @param d the number of features
 * @param layers the number of hosts
 * @param hidden the units of each hidden layer
 * @param bins the bins of a spline
 */
record SpeedCase(String family, int d, int layers, int hidden, int bins) {
  private static final double BOUND = 5;
  private static final double SPREAD = 0.05;

  /** Reads a case from the settings of a request. */
  static SpeedCase of(Map<String, String> settings) {
    return new SpeedCase(
        settings.getOrDefault("family", "NSF-C"),
        Integer.parseInt(settings.getOrDefault("d", "6")),
        Integer.parseInt(settings.getOrDefault("layers", "5")),
        Integer.parseInt(settings.getOrDefault("hidden", "128")),
        Integer.parseInt(settings.getOrDefault("bins", "8")));
  }

  /** The library's own execution on some threads, zero for all cores; op by op or compiled. */
  static Execution execution(int threads, String compilation) {
    return Execution.defaults()
        .withThreads(threads)
        .withCompilation(compilation.equals("xla") ? Compilation.XLA : Compilation.NONE);
  }

  TransformedDistribution flow() {
    Bijector layer =
        isAutoregressive()
            ? new MaskedAutoregressive(map(), made())
            : new Coupling(map(), Mlp.of(hidden, hidden));
    List<Bijector> links = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      if (i > 0) {
        links.add(Permutation.reverse(d));
      }
      links.add(layer);
    }
    return new TransformedDistribution(StandardNormal.of(d), new Chain(links));
  }

  /**
   * Compiles the flow with weights of which none is zero: products with the zeros of untrained last
   * layers would be optimized away.
   */
  CompiledDistribution compiled(Execution execution) {
    Random random = new Random(1);
    Weights untrained = Initialization.of(flow(), 0, 0, execution);
    Weights moved =
        MovedWeights.each(untrained, (name, value) -> value + SPREAD * random.nextGaussian());
    return CompiledDistribution.compile(flow(), 0, moved, execution);
  }

  /** The sizes of the layers of each network, from its inputs to its outputs. */
  int[] networkSizes() {
    int kept = isAutoregressive() ? d : d / 2;
    int moved = isAutoregressive() ? d : d - d / 2;
    return new int[] {kept, hidden, hidden, moved * map().parameters()};
  }

  private boolean isAutoregressive() {
    return family.equals("MAF") || family.equals("NSF-AR");
  }

  private AutoregressiveConditioner made() {
    return Made.of(hidden, hidden);
  }

  private ScalarBijector map() {
    return switch (family) {
      case "RealNVP", "MAF" -> new Affine();
      case "NSF-C", "NSF-AR" -> new RationalQuadratic(bins, BOUND);
      default -> throw new IllegalArgumentException("no family is named " + family);
    };
  }
}
