package io.github.tfflows.tables.stacking;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.Mixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Trainability;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/**
 * Stacking (Smyth and Wolpert, 1999, Machine Learning 36, 59-83): a mixture of flows and Gaussians,
 * with the weights under which held-out rows are the most likely. With few rows, one or a few
 * Gaussians can fit better than a flow.
 *
 * <p>Each member of an ensemble becomes the mixture of its flow and of Gaussians that have learned
 * from the same rows. All members share the weights. The Gaussians are in the scale of the flow.
 */
public final class Stacking {
  private static final String WARNINGS = "training.warnings";

  private final TransformedDistribution flow;
  private final double weightOfFlow;
  private final List<FittedGaussians> gaussians;
  private final double meanLogDensity;

  private Stacking(
      TransformedDistribution flow,
      double weightOfFlow,
      List<FittedGaussians> gaussians,
      double meanLogDensity) {
    this.flow = flow;
    this.weightOfFlow = weightOfFlow;
    this.gaussians = gaussians;
    this.meanLogDensity = meanLogDensity;
  }

  /**
   * A member of an ensemble.
   *
   * @param training the rows that it has learned from
   * @param heldOut rows that it has not learned from
   */
  public record Part(CompiledDistribution flow, Data training, Data heldOut) {}

  /**
   * Fits Gaussians and weights.
   *
   * @param flow the flow of each member, without a context; its last link maps its scale to the
   *     columns
   * @param seed the seed of the rows that the Gaussians start from
   * @return the mixture; empty if Gaussians add little to the likelihood of the held-out rows, or
   *     the scale of the flow does not have all rows
   */
  public static Optional<Stacking> of(TransformedDistribution flow, List<Part> parts, long seed) {
    List<Candidates> members = candidates(flow, parts, seed);
    if (members.isEmpty()) {
      return Optional.empty();
    }
    double[][] logDensities =
        members.stream().map(Candidates::logDensities).flatMap(Stream::of).toArray(double[][]::new);
    double[] counts =
        members.stream().map(Candidates::counts).flatMapToDouble(DoubleStream::of).toArray();
    double[] weights = MixtureWeights.of(logDensities, counts);
    if (weights[0] == 1) {
      return Optional.empty();
    }
    return Optional.of(
        new Stacking(
            flow,
            weights[0],
            members.stream().map(member -> member.mixed(weights)).toList(),
            MixtureWeights.meanLogDensity(logDensities, counts, weights)));
  }

  /** The Gaussians of each member; empty if the scale of the flow does not have all rows. */
  private static List<Candidates> candidates(
      TransformedDistribution flow, List<Part> parts, long seed) {
    List<Candidates> members = new ArrayList<>();
    Distribution scale = inScaleOf(flow, new StandardNormal(flow.base().eventShape()));
    try (CompiledDistribution map = CompiledDistribution.compile(scale, seed)) {
      for (Part part : parts) {
        ScaledRows training = ScaledRows.of(map, part.training());
        ScaledRows heldOut = ScaledRows.of(map, part.heldOut());
        if (!training.areFinite() || !heldOut.areFinite()) {
          return List.of();
        }
        float[] ofFlow = part.flow().logProb(part.heldOut().x());
        members.add(Candidates.of(training, heldOut, ofFlow, seed));
      }
    }
    return members;
  }

  private static TransformedDistribution inScaleOf(
      TransformedDistribution flow, Distribution base) {
    return new TransformedDistribution(base, flow.links().get(flow.links().size() - 1));
  }

  public Distribution member() {
    int dimension = Math.toIntExact(flow.base().eventShape().get(0));
    Gaussians beside = new Gaussians(gaussians.get(0).parts().size(), dimension);
    return new Mixture(
        List.of(flow, inScaleOf(flow, beside)),
        List.of(weightOfFlow, 1 - weightOfFlow),
        Trainability.TRAINABLE);
  }

  /**
   * Compiles the members.
   *
   * @param flows the flows of the members, which are neither changed nor closed
   * @return the members, each to be closed, with the records of the trainings of the flows
   */
  public List<CompiledDistribution> members(List<CompiledDistribution> flows, Execution execution) {
    Distribution member = member();
    return CompiledDistribution.compileEach(
        member,
        0,
        IntStream.range(0, flows.size())
            .mapToObj(i -> weights(flows.get(i).weights(), gaussians.get(i)))
            .toList(),
        execution,
        i -> ModelDescription.of(member, 0).with(training(flows.get(i).description())));
  }

  private Weights weights(Weights ofFlow, FittedGaussians ofMember) {
    double[] logits = {Math.log(weightOfFlow), Math.log(1 - weightOfFlow)};
    Map<String, Weights.Array> weights = new LinkedHashMap<>();
    weights.put("logits", new Weights.Array(Shape.of(2), logits));
    ofFlow.byName().forEach((name, array) -> weights.put("component_0." + name, array));
    ofMember
        .weights()
        .byName()
        .forEach((name, array) -> weights.put("component_1.base." + name, array));
    return new Weights(weights);
  }

  /**
   * The record of a training, with the loss of the mixture, and without a warning that the mixture
   * disproves.
   */
  private Map<String, String> training(ModelDescription flows) {
    Map<String, String> entries = new LinkedHashMap<>();
    flows
        .entries()
        .forEach(
            (key, value) -> {
              if (key.startsWith("training.")) {
                entries.put(key, value);
              }
            });
    entries.put("training.held_out_loss", Double.toString(-meanLogDensity));
    entries.put("training.gaussians", text());
    entries.computeIfPresent(
        WARNINGS,
        (key, warnings) ->
            warnings
                .lines()
                .filter(warning -> !warning.startsWith("the flow is no better than a Gaussian"))
                .collect(Collectors.joining("\n")));
    entries.remove(WARNINGS, "");
    return entries;
  }

  private String text() {
    int components = gaussians.get(0).parts().size();
    return String.format(
        Locale.ROOT,
        "%s beside each flow, with %.3f of its member's density",
        components == 1 ? "1 Gaussian" : components + " Gaussians",
        1 - weightOfFlow);
  }
}
