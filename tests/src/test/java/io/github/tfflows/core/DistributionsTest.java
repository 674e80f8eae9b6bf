package io.github.tfflows.core;

import io.github.tfflows.DocumentedClass;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.base.ResampledBase;
import io.github.tfflows.bijectors.base.ScalarFlow;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.SinhArcsinh;
import io.github.tfflows.bijectors.structure.Ordered;
import io.github.tfflows.bijectors.surjection.AbsoluteValue;
import io.github.tfflows.bijectors.surjection.Append;
import io.github.tfflows.bijectors.surjection.Shuffled;
import io.github.tfflows.bijectors.surjection.Signed;
import io.github.tfflows.core.base.Beta;
import io.github.tfflows.core.base.Cauchy;
import io.github.tfflows.core.base.ClassConditionalNormal;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.FullNormal;
import io.github.tfflows.core.base.Gamma;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.base.Laplace;
import io.github.tfflows.core.base.Logistic;
import io.github.tfflows.core.base.Mixture;
import io.github.tfflows.core.base.OrderStatistic;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.StudentT;
import io.github.tfflows.core.base.TruncatedNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.base.VonMises;
import io.github.tfflows.tables.stacking.Gaussians;
import io.github.tfflows.testing.Coordinate;
import io.github.tfflows.testing.InContext;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/** Distributions of which the contract needs no more than a few numbers. */
@ParameterizedClass
@FieldSource("ALL")
class DistributionsTest extends DistributionCase {
  private static final Class<?> SHOWN =
      DocumentedClass.of(Distribution.class.getPackage(), "Gumbel");

  static final List<DistributionCase> ALL =
      List.of(
          of("DiagonalNormal", DiagonalNormal::trainable).parameters("mean log_scale"),
          of("Documented", d -> (Distribution) DocumentedClass.made(SHOWN, d))
              .parameters("mode")
              .within(-6, 40)
              .withoutDistributionFunctions(),
          of(
              "DiagonalNormalFixed",
              d ->
                  DiagonalNormal.fixed(
                      IntStream.range(0, d).mapToObj(i -> 1.0 - i).toList(),
                      IntStream.range(0, d).mapToObj(i -> 0.5 + i).toList())),
          of("FullNormal", FullNormal::trainable).parameters("mean lower log_diagonal"),
          of("GaussianMixture", d -> new GaussianMixture(3, d))
              .parameters("logits means log_scales")
              .drawing(
                  (name, random) -> (name.equals("means") ? 1.5 : 0.25) * random.nextGaussian())
              .within(-16, 16),
          of(
                  "Mixture",
                  d ->
                      Mixture.trainable(
                          List.of(
                              DiagonalNormal.fixed(
                                  Collections.nCopies(d, 2.0), Collections.nCopies(d, 0.7)),
                              FullNormal.trainable(d),
                              Logistic.fixed(
                                  Collections.nCopies(d, -3.0), Collections.nCopies(d, 0.4)))))
              .parameters("logits component_1.mean component_1.lower component_1.log_diagonal")
              .within(-16, 14),
          of(
                  "Joint",
                  d -> {
                    Distribution first = DiagonalNormal.trainable(1);
                    return d == 1
                        ? Joint.of(first)
                        : Joint.of(
                            first,
                            Logistic.fixed(
                                Collections.nCopies(d - 1, 0.0), Collections.nCopies(d - 1, 0.3)));
                  })
              .parameters("part_0.mean part_0.log_scale"),
          of("StudentT", d -> StudentT.trainable(d, 5))
              .parameters("log_degrees location log_scale")
              .drawing(
                  (name, random) ->
                      0.25 * random.nextGaussian() + (name.equals("log_degrees") ? 1 : 0))
              .along(Coordinate.SINH, -20, 20)
              .edges(0, -0.0, 10, -10, 1e4, -1e4, 1e20, -1e38),
          of("Cauchy", Cauchy::trainable)
              .parameters("location log_scale")
              .along(Coordinate.SINH, -26, 26)
              .edges(0, -0.0, 10, -10, 1e4, -1e4, 1e20, -1e38),
          // The kink must stay where the coordinate is flat, for midpoints to integrate it.
          of("Laplace", Laplace::trainable)
              .parameters("location log_scale")
              .drawing((name, random) -> name.equals("location") ? 0 : 0.25 * random.nextGaussian())
              .along(Coordinate.CUBE, -3.5, 3.5)
              .edges(0, -0.0, 10, -10, 1e4, -1e4, 1e20, -1e38),
          of("Logistic", Logistic::trainable)
              .parameters("location log_scale")
              .within(-50, 50)
              .edges(0, -0.0, 10, -10, 1e4, -1e4, 1e20, -1e38),
          of("Exponential", Exponential::trainable)
              .parameters("log_rate")
              .along(Coordinate.EXP, -24, 5)
              .edges(0, -0.0, Float.MIN_VALUE, 1e-30, 1, 1e4, 1e38),
          of("Gamma", Gamma::trainable)
              .parameters("log_concentration log_rate")
              .drawing(
                  (name, random) ->
                      0.4 * random.nextGaussian() + (name.equals("log_rate") ? 0 : 0.5))
              .along(Coordinate.EXP, -32, 6)
              .edges(0, -0.0, Float.MIN_VALUE, 1e-30, 1, 1e4, 1e37),
          of("Beta", Beta::trainable)
              .parameters("log_a log_b")
              .drawing((name, random) -> 0.25 * random.nextGaussian() + 0.3)
              .along(Coordinate.SIGMOID, -30, 30)
              .edges(0, -0.0, Float.MIN_VALUE, 1e-30, 0.5, Math.nextDown(1f), 1)
              .withQuantilesFrom(1e-5),
          of("TruncatedNormal", d -> TruncatedNormal.trainable(Uniform.cube(d, 0, 1)))
              .parameters("location log_scale")
              .along(Coordinate.SIGMOID, -25, 25)
              .edges(0, -0.0, Float.MIN_VALUE, 1e-30, 0.5, Math.nextDown(1f), 1),
          // The ends of the support are then at ends of the cells that the density is summed over.
          of("Uniform", d -> Uniform.cube(d, -1, 2))
              .within(-4, 8)
              .edges(-1, Math.nextUp(-1f), 0, Math.nextDown(2f), 2)
              .withJumps(),
          // Concentrations between 0.1 and 5.
          of("VonMises", VonMises::trainable)
              .parameters("location log_concentration")
              .drawing(
                  (name, random) ->
                      name.equals("location")
                          ? random.nextGaussian()
                          : random.nextDouble(-2.3, 1.6))
              .within(-Math.PI, Math.PI)
              .withoutDistributionFunctions(),
          of(
                  "ClassConditionalNormal",
                  d ->
                      new InContext(
                          new ClassConditionalNormal(3, Shape.of(d)), List.of(0.0, 1.0, 0.0)))
              .parameters("log_scales means"),
          of("OrderStatistic", d -> new OrderStatistic(2, 5, DiagonalNormal.trainable(d)))
              .parameters("mean log_scale")
              .withoutDistributionFunctions(),
          of("StandardNormal", StandardNormal::of),
          of("Tempered", d -> new Tempered(DiagonalNormal.trainable(d), 0.6))
              .parameters("mean log_scale"),
          of(
                  "Ensemble",
                  d ->
                      new Ensemble(
                          List.of(
                              DiagonalNormal.trainable(d),
                              DiagonalNormal.fixed(
                                  Collections.nCopies(d, 1.5), Collections.nCopies(d, 0.5)),
                              DiagonalNormal.trainable(d))))
              .parameters("member_0.mean member_0.log_scale member_2.mean member_2.log_scale"),
          of("ScalarFlow", d -> new ScalarFlow(StandardNormal.of(d), new SinhArcsinh()))
              .parameters("bijector.theta")
              .along(Coordinate.SINH, -12, 12),
          // Under an odd network, one without biases, Z = E[a] = 1/2 by symmetry.
          of("ResampledBase", d -> new ResampledBase(StandardNormal.of(d), Mlp.of(), 4))
              .parameters("acceptance network.output.kernel network.output.bias")
              .drawing(
                  (name, random) ->
                      switch (name) {
                        case "acceptance" -> 0.5;
                        case "network.output.bias" -> 0;
                        default -> 2 * random.nextGaussian();
                      })
              .withoutDistributionFunctions(),
          of(
                  "ConditionalNormal",
                  d -> new InContext(new ConditionalNormal(d, Mlp.of(4)), List.of(0.5, -1.0)))
              .parameters(
                  "network.dense_0.kernel network.dense_0.bias network.output.kernel "
                      + "network.output.bias"),
          of(
                  "AbsoluteValue",
                  d ->
                      new Surjected(
                          DiagonalNormal.trainable(d),
                          new AbsoluteValue(IntStream.range(0, d).boxed().toList())))
              .parameters("base.mean base.log_scale")
              .along(Coordinate.EXP, -24, 4)
              .edges(0, -0.0, 1e-30, 1, 10, 1e4)
              .withoutDistributionFunctions(),
          // Narrow, so that gaps are neither near zero nor outside of the box.
          of(
                  "Shuffled",
                  d ->
                      new Surjected(
                          new TransformedDistribution(DiagonalNormal.trainable(d), new Ordered()),
                          new Shuffled()))
              .parameters("base.base.mean base.base.log_scale")
              .drawing(
                  (name, random) ->
                      name.endsWith("mean")
                          ? 0.25 * random.nextGaussian()
                          : Math.log(0.3) + 0.05 * random.nextGaussian())
              .within(-5, 17)
              .withoutDistributionFunctions(),
          // Flat at zero, where the density has a kink.
          of("Signed", d -> new Surjected(Exponential.trainable(d), new Signed(Mlp.of())))
              .parameters(
                  "surjection.network.output.kernel surjection.network.output.bias "
                      + "base.log_rate")
              .drawing(
                  (name, random) -> (name.startsWith("base") ? 0.1 : 1) * random.nextGaussian())
              .along(Coordinate.CUBE, -3.5, 3.5)
              .withoutDistributionFunctions(),
          // The names are in the order of the inverse, from the data to the base.
          of(
                  "TransformedDistribution",
                  d ->
                      new TransformedDistribution(
                          StandardNormal.of(d),
                          Chain.of(
                              new Planar(PlanarActivation.TANH),
                              Permutation.reverse(d),
                              new Coupling(new Affine(), Mlp.of(6).withActivation(Activations.TANH))
                                  .inverted())))
              .parameters(
                  d ->
                      Stream.of(
                              "2_coupling.conditioner.dense_0.kernel",
                              "2_coupling.conditioner.dense_0.bias",
                              "2_coupling.conditioner.output.kernel",
                              "2_coupling.conditioner.output.bias",
                              "0_planar.w",
                              "0_planar.u",
                              "0_planar.b")
                          .skip(d == 1 ? 1 : 0)
                          .map("bijector."::concat)
                          .toList())
              .withDistributionFunctions(d -> d == 1),
          // Nothing is appended to a single entry.
          of(
                  "Append",
                  d -> {
                    Distribution base = DiagonalNormal.trainable((d + 1) / 2);
                    Append append = new Append(ConditionalNormal.linear(Math.max(1, d / 2)));
                    return d == 1 ? base : new Surjected(base, append);
                  })
              .parameters(
                  d ->
                      d == 1
                          ? List.of("mean", "log_scale")
                          : List.of(
                              "surjection.rest.network.output.kernel",
                              "surjection.rest.network.output.bias",
                              "base.mean",
                              "base.log_scale"))
              .drawing((name, random) -> 0.1 * random.nextGaussian())
              .withDistributionFunctions(d -> d == 1),
          of("Gaussians", d -> new Gaussians(3, d)).parameters("lower log_diagonal shifts logits"));

  DistributionsTest(DistributionCase each) {
    super(each);
  }
}
