package io.github.tfflows.testing;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.TransformedDistribution;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ready-made flows of two layers with eight units. */
public final class SmallFlows {
  /** Returns each of them by the name of its recipe. */
  public static Map<String, TransformedDistribution> of(int d) {
    Mlp network = Mlp.of(8);
    Made made = Made.of(8);
    RationalQuadratic spline = new RationalQuadratic(4, 3);
    Map<String, TransformedDistribution> flows = new LinkedHashMap<>();
    flows.put("planar", Flows.planar(d, 2));
    flows.put("radial", Flows.radial(d, 2));
    flows.put("nice", Flows.nice(d, 2, network));
    flows.put("real_nvp", Flows.realNvp(d, 2, network));
    flows.put("maf", Flows.maf(d, 2, made));
    flows.put("iaf", Flows.iaf(d, 2, made));
    flows.put("glow", Flows.glow(d, 2, network));
    flows.put(
        "neural_spline_coupling", Flows.neuralSplineCoupling(d, 2, spline, ResidualNet.of(8, 1)));
    flows.put(
        "neural_spline_autoregressive",
        Flows.neuralSplineAutoregressive(d, 2, spline, ResidualMade.of(8, 1)));
    return flows;
  }

  private SmallFlows() {}
}
