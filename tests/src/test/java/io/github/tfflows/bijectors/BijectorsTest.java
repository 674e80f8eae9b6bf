package io.github.tfflows.bijectors;

import io.github.tfflows.DocumentedClass;
import io.github.tfflows.bijectors.continuous.ContinuousFlow;
import io.github.tfflows.bijectors.continuous.RungeKutta;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.bijectors.image.CheckerboardCoupling;
import io.github.tfflows.bijectors.image.CheckerboardCoupling.Squares;
import io.github.tfflows.bijectors.image.ConvolutionalNet;
import io.github.tfflows.bijectors.image.MultiScale;
import io.github.tfflows.bijectors.image.Squeeze;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.DenseLinear;
import io.github.tfflows.bijectors.linear.DiscreteCosine;
import io.github.tfflows.bijectors.linear.Householder;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.LowRankAffine;
import io.github.tfflows.bijectors.linear.MatrixExponential;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.QrLinear;
import io.github.tfflows.bijectors.linear.Rotation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.linear.SvdLinear;
import io.github.tfflows.bijectors.linear.TriangularAffine;
import io.github.tfflows.bijectors.monotone.MonotonicMlp;
import io.github.tfflows.bijectors.network.DeepSet;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.SetEmbedding;
import io.github.tfflows.bijectors.network.SetTransformer;
import io.github.tfflows.bijectors.network.autoregressive.Adjacency;
import io.github.tfflows.bijectors.network.autoregressive.AdjacentNetwork;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.residual.ResidualFlow;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.scalar.Softplus;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.bijectors.structure.Cumsum;
import io.github.tfflows.bijectors.structure.Transpose;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Sandwich;
import io.github.tfflows.tables.cell.Holes;
import io.github.tfflows.testing.BijectorCase;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.Setting;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/** Bijectors of which the contract needs no more than a few numbers. */
@ParameterizedClass
@FieldSource("ALL")
class BijectorsTest extends BijectorCase {
  private static final Class<?> SHOWN = DocumentedClass.of(Bijector.class.getPackage());

  private static final Holes HOLES = new Holes(List.of(-0.31, 0.77), List.of(0.13, 2.51));

  static final List<BijectorCase> ALL =
      List.of(
          // Without the ends of the float range, which two networks in a row can leave.
          of(
                  "Chain",
                  event -> {
                    int d = size(event);
                    return Chain.of(
                        new Coupling(new Affine(), Mlp.of(8)),
                        Permutation.reverse(d),
                        new MaskedAutoregressive(new Affine(), Made.of(9)).inverted(),
                        new Softplus());
                  })
              .layers(
                  "0_coupling.conditioner.dense_0 0_coupling.conditioner.output "
                      + "2_masked_autoregressive.conditioner.dense_0 "
                      + "2_masked_autoregressive.conditioner.output")
              .vectors(2, 3, 8)
              .contexts(0, 3)
              .within(entry -> entry >= 0)
              .edges(0, 1, -1, 1e4, -1e4)
              .entries(
                  (direction, random) -> {
                    double x = random.nextGaussian();
                    return direction == Direction.FORWARD ? x : Math.log1p(Math.exp(x));
                  })
              .drawing((name, random) -> 0.3 * random.nextGaussian()),
          // Up to where the product of two entries is a float: the gradient of the coupling by the
          // scales of the outer map multiplies the entry that moves by the one that its network
          // reads.
          of(
                  "Sandwich",
                  event ->
                      new Sandwich(
                          new TriangularAffine(size(event)),
                          new Coupling(new Affine(), Mlp.of(8).withActivation(Activations.TANH))))
              .parameters(
                  "outer.log_scale outer.lower outer.shift "
                      + "inner.conditioner.dense_0.kernel inner.conditioner.dense_0.bias "
                      + "inner.conditioner.output.kernel inner.conditioner.output.bias")
              .vectors(2, 3, 5)
              .contexts(0, 3)
              .startingAsIdentity()
              .edges(0, -0.0, 1, -1, 10, -10, 1e4, -1e4, 1e15, -1e15),
          of(
                  "Inverted",
                  event ->
                      new Coupling(new Affine(), Mlp.of(8).withActivation(Activations.TANH))
                          .inverted())
              .layers("conditioner.dense_0 conditioner.output")
              .vectors(2, 5)
              .startingAsIdentity(),
          // An autoregressive map along a graph that is no chain.
          of(
                  "AdjacentAutoregressive",
                  event -> {
                    List<List<Integer>> parents =
                        List.of(List.of(3), List.of(0, 2), List.of(), List.of(2), List.of(0, 2));
                    return new MaskedAutoregressive(
                        new Affine(),
                        new AdjacentNetwork(
                            Mlp.of(12).withActivation(Activations.TANH),
                            Adjacency.ofParents(parents)));
                  })
              .layers("conditioner.dense_0 conditioner.output")
              .events(Shape.of(5), Shape.of(2, 5))
              .contexts(0, 2)
              .startingAsIdentity(),
          // Few, since each feature has a search of its own.
          of("BlockAutoregressive", event -> BlockAutoregressive.of(3, 4))
              .parameters(
                  "gate dense_0.bias dense_0.kernel dense_0.log_scale dense_1.bias dense_1.kernel"
                      + " dense_1.log_scale context.kernel output.bias output.kernel"
                      + " output.log_scale")
              .inContextOnly("context.kernel")
              .vectors(1, 2, 4)
              .contexts(0, 2),
          // All but the last feature are mapped onto (-9, 9), the last one after a trained map.
          of(
                  "Blockwise",
                  event -> {
                    int d = size(event);
                    Bijector bounded = new Sigmoid(-9, 9);
                    return Blockwise.of(
                        new Blockwise.Part(d - 1, bounded),
                        new Blockwise.Part(1, Chain.of(new Affine(), bounded)));
                  })
              .parameters("block_1.0_affine.theta")
              .vectors(2, 3, 8)
              .within(entry -> Math.abs(entry) <= 9)
              .entries(
                  (direction, random) -> {
                    double x = random.nextGaussian();
                    return direction == Direction.FORWARD ? x : -9 + 18 / (1 + Math.exp(-x));
                  }),
          // Couplings of sets by attention.
          of(
                  "ExchangeableAttention",
                  event -> new Coupling(new Affine(), new SetTransformer(4, 2, 1)))
              .parameters(
                  (event, contextSize) ->
                      Stream.of(
                              "input.kernel input.bias block_0.norm_0.scale block_0.norm_0.shift",
                              "block_0.query.kernel block_0.query.bias block_0.key.kernel",
                              "block_0.key.bias block_0.value.kernel block_0.value.bias",
                              "block_0.output.kernel block_0.output.bias block_0.dense.kernel",
                              "block_0.dense.bias block_0.norm_1.scale block_0.norm_1.shift",
                              "output.kernel output.bias")
                          .flatMap(names -> Stream.of(names.split(" ")))
                          .map("conditioner."::concat)
                          .toList())
              .events(Shape.of(3, 2), Shape.of(4, 3))
              .contexts(0, 2)
              .startingAsIdentity(),
          of(
                  "ExchangeableFlow",
                  event -> {
                    Bijector layer =
                        new Coupling(new Affine(), DeepSet.of(6).withActivation(Activations.TANH));
                    return Chain.of(layer, Permutation.reverse(size(event)), layer);
                  })
              .layers(
                  "0_coupling.conditioner.dense_0 0_coupling.conditioner.output "
                      + "2_coupling.conditioner.dense_0 2_coupling.conditioner.output")
              .events(Shape.of(1, 2), Shape.of(3, 2), Shape.of(4, 3))
              .contexts(0, 2),
          // Its steps back are not the inverse of those there, nor is the integral of the
          // divergence
          // the log-determinant of the steps: they agree up to the error of the method.
          of(
                  "ContinuousFlow",
                  event -> ContinuousFlow.of(VelocityMlp.of(3)).withSolver(new RungeKutta(8)))
              .parameters(
                  "velocity.dense_0.kernel velocity.dense_0.bias "
                      + "velocity.output.kernel velocity.output.bias "
                      + "velocity.context.kernel velocity.time.kernel")
              .inContextOnly("velocity.context.kernel")
              .settings(few(3))
              .startingAsIdentity()
              .upTo(1e-3),
          // With parameters so large that kernels are normalized.
          of("ResidualFlow", event -> ResidualFlow.of(LipschitzMlp.of(4, 5).withSlope(0.8)))
              .parameters(
                  "contraction.dense_0.kernel contraction.dense_0.bias "
                      + "contraction.dense_1.kernel contraction.dense_1.bias "
                      + "contraction.output.kernel contraction.output.bias "
                      + "contraction.context.kernel")
              .inContextOnly("contraction.context.kernel")
              .settings(few(4))
              .startingAsIdentity()
              .drawing((name, random) -> 1.5 * random.nextGaussian()),
          of("Holes", event -> HOLES)
              .vectors(1)
              .entries(
                  (direction, random) -> {
                    double entry = 2 * random.nextGaussian();
                    boolean isIn = direction == Direction.INVERSE && HOLES.contain(entry);
                    return isIn ? entry + 3 : entry;
                  }),
          of("Highway", event -> new Highway(size(event), PlanarActivation.TANH))
              .parameters("gate lower upper log_scale b")
              .alongTheLastAxis(1, 3, 8),
          of("HighwayElu", event -> new Highway(size(event), PlanarActivation.ELU))
              .parameters("gate lower upper log_scale b"),
          // A coupling moves a single feature.
          of("KeptHalf", event -> new KeptHalf(new RationalQuadratic(4, 3)))
              .parameters((event, contextSize) -> event.get(-1) == 1 ? List.of() : List.of("theta"))
              .alongTheLastAxis(1, 3, 8)
              .startingAsIdentity(),
          of("Radial", event -> new Radial()).parameters("center alpha beta"),
          of("Reshape", event -> new Reshape(event, Shape.of(event.size())))
              .events(Shape.of(2, 2, 3), Shape.of(4, 2), Shape.of(1, 1, 1)),
          of("Sylvester", event -> Sylvester.orthogonal(size(event), Math.min(size(event), 2)))
              .parameters("r r_tilde b basis.vectors")
              .alongTheLastAxis(1, 3, 8),
          of("SylvesterTriangular", event -> Sylvester.triangular(Permutation.reverse(size(event))))
              .parameters("r r_tilde b"),
          of(
                  "SylvesterLeakyRelu",
                  event ->
                      new Sylvester(
                          Permutation.random(size(event), 3),
                          size(event),
                          PlanarActivation.LEAKY_RELU))
              .parameters("r r_tilde b"),
          of(
                  "SylvesterHouseholder",
                  event ->
                      new Sylvester(
                          new Householder(size(event), 2), size(event), PlanarActivation.ELU))
              .parameters("r r_tilde b basis.vectors"),
          of("TriangularSpline", event -> new TriangularSpline(new RationalQuadratic(2, 3)))
              .parameters("lower log_scale shift context_kernel theta")
              .inContextOnly("context_kernel")
              .contexts(0, 2)
              .startingAsIdentity(),
          // With one channel, all places move by themselves, and without a context the network has
          // no inputs.
          of(
                  "ChannelCoupling",
                  event -> new Coupling(new Affine(), ConvolutionalNet.of(4).within(5)))
              .parameters(
                  (event, contextSize) ->
                      LayerNames.of(
                              "conditioner.conv_0", "conditioner.conv_1", "conditioner.output")
                          .subList(event.get(-1) + contextSize > 1 ? 0 : 1, 6))
              .events(Shape.of(2, 2, 1), Shape.of(3, 2, 3))
              .contexts(0, 2)
              .startingAsIdentity()
              .hidingItsSense(event -> event.get(-1) == 1),
          of(
                  "CheckerboardCoupling",
                  event ->
                      new CheckerboardCoupling(
                          new Affine(),
                          ConvolutionalNet.of(4).within(5),
                          event.get(0) % 2 == 0 ? Squares.EVEN : Squares.ODD))
              .layers("conditioner.conv_0 conditioner.conv_1 conditioner.output")
              .events(Shape.of(2, 2, 1), Shape.of(3, 2, 2))
              .contexts(0, 2)
              .startingAsIdentity(),
          // Of twelve entries an image of one level, of sixteen one of two.
          of(
                  "MultiScale",
                  event -> {
                    Bijector level =
                        Chain.of(
                            new Coupling(new Affine(), ConvolutionalNet.of(3).within(5)),
                            new Squeeze().inverted());
                    return event.size() == 12
                        ? new MultiScale(Shape.of(2, 2, 3), List.of(level))
                        : new MultiScale(Shape.of(4, 4, 1), List.of(level, level));
                  })
              .parameters(
                  (event, contextSize) ->
                      IntStream.range(0, event.size() == 12 ? 1 : 2)
                          .mapToObj("level_%d.0_coupling.conditioner."::formatted)
                          .flatMap(
                              place ->
                                  LayerNames.of(
                                      place + "conv_0", place + "conv_1", place + "output")
                                      .stream())
                          .toList())
              .vectors(12, 16)
              .contexts(0, 2),
          // One place of one channel keeps the order of its entries.
          of("Squeeze", event -> new Squeeze())
              .events(Shape.of(2, 2, 1), Shape.of(2, 4, 3))
              .hidingItsSense(event -> event.equals(Shape.of(2, 2, 1))),
          of("ActNorm", event -> new ActNorm())
              .parameters("log_scale shift")
              .alongTheLastAxis(1, 3, 8)
              .startingAsIdentity(),
          of("BatchNorm", event -> new BatchNorm(0.75, 1e-3))
              .parameters("mean variance log_scale shift")
              .alongTheLastAxis(1, 3)
              .drawing(
                  (name, random) -> {
                    double drawn = 0.5 * random.nextGaussian();
                    return name.equals("variance") ? Math.exp(drawn) : drawn;
                  }),
          linear("DenseLinear", d -> new DenseLinear(d, 5)).parameters("change"),
          linear("DiscreteCosine", DiscreteCosine::new),
          linear("Householder", d -> new Householder(d, 4))
              .parameters("vectors")
              .startingAsIdentity(),
          // The gradient of the inverse matrix grows with its square, whose entries reach e⁶⁰.
          linear("InvertibleLinear", d -> new InvertibleLinear(d, 5))
              .parameters("lower upper log_scale")
              .saturatedBy(100),
          linear("LowRankAffine", d -> new LowRankAffine(d, Math.min(2, d)))
              .parameters("log_scale u v shift")
              .startingAsIdentity(),
          linear("MatrixExponential", MatrixExponential::new)
              .parameters("generator")
              .startingAsIdentity(),
          linear("QrLinear", d -> new QrLinear(d, 2))
              .parameters("log_scale upper rotation.vectors")
              .startingAsIdentity(),
          linear("Rotation", Rotation::new).parameters("generator").startingAsIdentity(),
          linear("SvdLinear", d -> new SvdLinear(d, 4))
              .parameters("log_scale v.vectors u.vectors")
              .startingAsIdentity(),
          linear("TriangularAffine", TriangularAffine::new)
              .parameters("log_scale lower shift")
              .startingAsIdentity(),
          of("Permutation", event -> Permutation.random(size(event), 3)).alongTheLastAxis(1, 3, 8),
          // The permutation that TensorFlow has an op of its own for.
          of("PermutationReverse", event -> Permutation.reverse(size(event)))
              .alongTheLastAxis(1, 3, 8),
          of(
                  "Standardize",
                  event ->
                      new Standardize(
                          LongStream.range(0, event.get(-1)).mapToObj(i -> i - 0.7).toList(),
                          LongStream.range(0, event.get(-1)).mapToObj(i -> 0.3 + i).toList()))
              .alongTheLastAxis(1, 3, 8),
          of("Cumsum", event -> new Cumsum()).alongTheLastAxis(1, 3, 8),
          of(
                  "Transpose",
                  event -> event.numDimensions() == 3 ? Transpose.of(2, 0, 1) : Transpose.of(1, 0))
              .events(Shape.of(2, 3), Shape.of(2, 4, 3)),
          of("MonotonicMlpContext", event -> MonotonicMlp.of(2, 2, 4).withContext(2))
              .parameters("theta")
              .events(Shape.of(1), Shape.of(3), Shape.of(2, 2, 2))
              .contexts(2)
              .startingAsIdentity(),
          // In the overview of the package, as a short example writes it.
          of(
                  "Documented",
                  event -> (Bijector) DocumentedClass.made(SHOWN, Math.toIntExact(event.size())))
              .parameters("log_scale")
              .hidingItsSense(event -> event.size() > 1)
              .startingAsIdentity(),
          of(
                  "ContextEmbedded",
                  event -> {
                    Mlp small = Mlp.of(4).withActivation(Activations.TANH);
                    Bijector layer = new Coupling(new Affine(), small);
                    return new ContextEmbedded(
                        new SetEmbedding(2, small, small),
                        Chain.of(layer, Permutation.reverse(size(event)), layer));
                  })
              .layers(
                  "embedding.element.dense_0 embedding.set.dense_0 "
                      + "bijector.0_coupling.conditioner.dense_0 "
                      + "bijector.0_coupling.conditioner.output "
                      + "bijector.2_coupling.conditioner.dense_0 "
                      + "bijector.2_coupling.conditioner.output")
              .events(Shape.of(2), Shape.of(3), Shape.of(2, 3))
              .contexts(6));

  BijectorsTest(BijectorCase each) {
    super(each);
  }

  private static int size(Shape event) {
    return Math.toIntExact(event.get(-1));
  }

  /** Returns few settings, for maps whose steps take long to differentiate. */
  private static Setting[] few(int largest) {
    return new Setting[] {
      new Setting(Shape.of(1), 0), new Setting(Shape.of(2), 0), new Setting(Shape.of(largest), 2)
    };
  }

  /** Returns a case of a matrix, and maybe a shift, for vectors along the last axis. */
  private static BijectorCase linear(String name, IntFunction<Bijector> ofSize) {
    return of(name, event -> ofSize.apply(size(event))).alongTheLastAxis(1, 3, 8);
  }
}
