package io.github.tfflows.bijectors;

import static io.github.tfflows.bijectors.linear.InvertibleLinear.Start.PERMUTATION;
import static io.github.tfflows.bijectors.linear.InvertibleLinear.Start.REVERSAL;

import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.scalar.StudentTails;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ready-made flows of the literature, on vectors of {@code d} features with the standard normal
 * distribution as base. "First" means next to the base. The defaults suit tables of about ten
 * features; where a paper uses other sizes, the method quotes them.
 *
 * <p>Standardize the data within the flow, so that its density is per raw unit:
 *
 * <pre>{@code
 * Flows.neuralSplineCoupling(6).then(Standardize.fit(values, 6))
 * }</pre>
 *
 * <p>Beyond four standard deviations, {@link StudentTails} next to the base and next to the data
 * make all tails heavy, and networks clip entries at five. The log-density of a row then falls
 * about as the logarithm of its distance from the others: by less than 50 nats a feature at a
 * million deviations, on the tables measured. The tails do not worsen the fit of a Gaussian. For a
 * variational fit remove them by {@link #lightTailed}; {@link #planar} and {@link #radial}, which
 * are for such fits, have none.
 *
 * <p>{@link #glow} and {@link #maf} write their affine maps from the data to the base, {@code z =
 * x·exp(s) + t}, and {@link #realNvp} from the base to the data, {@code x = z·exp(s) + t}: these
 * fit tables better. For the other direction compose a chain of {@code new Affine()}, the map from
 * the base to the data, or of its {@code inverted()}.
 *
 * <p>The layers are couplings or autoregressive maps, each with a network like the conditioner. All
 * methods throw {@link IllegalArgumentException} if {@code d}, {@code layers} or {@code rows} is
 * below one. To vary a flow beyond its arguments, compose the {@link io.github.tfflows.core.Chain}
 * yourself.
 */
public final class Flows {
  private static final RationalQuadratic SPLINE = new RationalQuadratic(8, 5);
  private static final ScalarBijector TO_BASE = new Affine().inverted();

  /** The bound of the entries that a network reads. */
  private static final double BOUND = 5;

  private static final StudentTails BASE_TAILS = new StudentTails(4, 2);
  private static final StudentTails DATA_TAILS = new StudentTails(4, 4);

  /**
   * Returns a flow for a table of standardized columns: RQ-NSF (AR), of a {@link FlowSize} by the
   * number of rows. Train it by {@code Training.forData}.
   */
  public static TransformedDistribution forData(int rows, int d) {
    FlowSize size = FlowSize.forData(rows);
    return neuralSplineAutoregressive(
        d, size.layers(), SPLINE, ResidualMade.of(size.hidden(), size.blocks()));
  }

  /**
   * Returns the flow of {@link #forData} for events with absent entries: permutations replace
   * matrices, which mix all entries.
   */
  public static TransformedDistribution forIncompleteData(int rows, int d) {
    FlowSize size = FlowSize.forData(rows);
    return permutedSplines(d, size.layers(), SPLINE, ResidualMade.of(size.hidden(), size.blocks()));
  }

  /**
   * Returns {@link #neuralSplineAutoregressive(int, int, RationalQuadratic,
   * AutoregressiveConditioner)} with random permutations in place of matrices, so that entries of
   * an event may be absent.
   */
  public static TransformedDistribution permutedSplines(
      int d, int layers, RationalQuadratic spline, AutoregressiveConditioner conditioner) {
    Bijector map = autoregressive(spline, conditioner);
    return flow(d, repeated(layers, i -> List.of(Permutation.random(d, i), map)));
  }

  /**
   * Returns a flow of this class without its heavy tails, for a variational fit: {@code
   * training.fitTo(Flows.lightTailed(Flows.realNvp(d)), target)}. Its tails are Gaussian in the
   * directions in which its layers end as affine maps.
   *
   * <p>The reverse Kullback-Leibler divergence of a heavy tail from a density that falls faster can
   * be infinite: rare draws far out then dominate its estimate, and some overflow in the target.
   * Importance weights, however, are bounded only if the flow has the heavier tails.
   *
   * @param flow a flow of this class, with or without further bijectors
   * @return the flow with its other layers unchanged
   * @throws IllegalArgumentException if it consists only of tails
   */
  public static TransformedDistribution lightTailed(TransformedDistribution flow) {
    List<Bijector> kept =
        flow.links().stream()
            .filter(link -> !link.equals(BASE_TAILS) && !link.equals(DATA_TAILS))
            .toList();
    return new TransformedDistribution(flow.base(), new Chain(kept));
  }

  /**
   * Returns a planar flow (Rezende and Mohamed, 2015, arXiv:1505.05770, section 4.1): planar maps
   * with tanh, without heavy tails. It is for variational fits; for data, use another flow, since
   * the density needs a root search in each layer.
   */
  public static TransformedDistribution planar(int d, int layers) {
    return ofGaussian(d, repeated(layers, i -> List.of(new Planar(PlanarActivation.TANH))));
  }

  /**
   * Returns a radial flow (Rezende and Mohamed, 2015, arXiv:1505.05770, section 4.1): radial maps,
   * without heavy tails. It is for variational fits, as {@link #planar} is.
   */
  public static TransformedDistribution radial(int d, int layers) {
    return ofGaussian(d, repeated(layers, i -> List.of(new Radial())));
  }

  /**
   * Returns {@link #nice(int, int, Conditioner)} with 4 couplings, each with an MLP of two hidden
   * layers of 128 units.
   */
  public static TransformedDistribution nice(int d) {
    return nice(d, 4, Mlp.of(128, 128));
  }

  /**
   * Returns NICE (Dinh et al., 2015, arXiv:1410.8516): a scaling of each feature (section 3.3; here
   * with a shift), then additive couplings, which alternate between features of even and of odd
   * index. The paper uses 4 couplings of 5 layers of 1000 units for MNIST.
   */
  public static TransformedDistribution nice(int d, int layers, Conditioner conditioner) {
    List<Bijector> links = new ArrayList<>();
    links.add(new Affine());
    links.addAll(coupled(d, layers, coupling(new Additive(), conditioner)));
    return flow(d, links);
  }

  /**
   * Returns {@link #realNvp(int, int, Conditioner)} with 8 couplings, each with an MLP of two
   * hidden layers of 128 units.
   */
  public static TransformedDistribution realNvp(int d) {
    return realNvp(d, 8, Mlp.of(128, 128));
  }

  /**
   * Returns RealNVP (Dinh et al., 2017, arXiv:1605.08803, section 3) for vectors: affine couplings,
   * which alternate between features of even and of odd index. For tables, 5 and 10 couplings are
   * usual (Papamakarios et al., 2017, arXiv:1705.07057, section 4).
   */
  public static TransformedDistribution realNvp(int d, int layers, Conditioner conditioner) {
    return flow(d, coupled(d, layers, coupling(new Affine(), conditioner)));
  }

  /**
   * Returns {@link #glow(int, int, Conditioner)} with 8 couplings, each with an MLP of two hidden
   * layers of 128 units.
   */
  public static TransformedDistribution glow(int d) {
    return glow(d, 8, Mlp.of(128, 128));
  }

  /**
   * Returns Glow (Kingma and Dhariwal, 2018, arXiv:1807.03039, table 1) for vectors: each layer is,
   * from the data to the base, an {@link ActNorm}, an {@link InvertibleLinear} seeded by the
   * layer's number and an affine coupling.
   */
  public static TransformedDistribution glow(int d, int layers, Conditioner conditioner) {
    Bijector coupling = coupling(TO_BASE, conditioner);
    return flow(
        d, repeated(layers, i -> List.of(coupling, new InvertibleLinear(d, i), new ActNorm())));
  }

  /**
   * Returns {@link #maf(int, int, AutoregressiveConditioner)} with 5 layers of a {@link Made} of
   * 128 and 128.
   */
  public static TransformedDistribution maf(int d) {
    return maf(d, 5, Made.of(128, 128));
  }

  /**
   * Returns a masked autoregressive flow (Papamakarios et al., 2017, arXiv:1705.07057): affine
   * autoregressive maps with reversals in between. A density needs one pass of each network. The
   * paper uses 5 and 10 maps of 1 or 2 hidden layers of 100 to 1024 units, and batch normalization
   * between them, which is omitted here.
   */
  public static TransformedDistribution maf(
      int d, int layers, AutoregressiveConditioner conditioner) {
    return flow(d, reversing(d, layers, autoregressive(TO_BASE, conditioner)));
  }

  /**
   * Returns {@link #iaf(int, int, AutoregressiveConditioner)} with 5 layers of a {@link Made} of
   * 128 and 128.
   */
  public static TransformedDistribution iaf(int d) {
    return iaf(d, 5, Made.of(128, 128));
  }

  /**
   * Returns an inverse autoregressive flow (Kingma et al., 2016, arXiv:1606.04934): the inverted
   * maps of {@link #maf}. Draws need one pass of each network.
   */
  public static TransformedDistribution iaf(
      int d, int layers, AutoregressiveConditioner conditioner) {
    Bijector map = autoregressive(TO_BASE, conditioner).inverted();
    return flow(d, reversing(d, layers, map));
  }

  /**
   * Returns {@link #neuralSplineCoupling(int, int, RationalQuadratic, Conditioner)} with 5 layers
   * of 8 bins on [-5, 5] and a {@link ResidualNet} of 2 blocks of 128.
   */
  public static TransformedDistribution neuralSplineCoupling(int d) {
    return neuralSplineCoupling(d, 5, SPLINE, ResidualNet.of(128, 2));
  }

  /**
   * Returns RQ-NSF (C), a neural spline flow with couplings (Durkan et al., 2019, arXiv:1906.04032,
   * section 5.1): spline couplings with an {@link InvertibleLinear} before, between and after them,
   * which starts as the reversal. The paper uses 10 or 20 couplings of 4 or 8 bins on [-3, 3] for
   * tables.
   */
  public static TransformedDistribution neuralSplineCoupling(
      int d, int layers, RationalQuadratic spline, Conditioner conditioner) {
    return flow(d, mixing(d, REVERSAL, layers, coupling(spline, conditioner)));
  }

  /**
   * Returns {@link #neuralSplineAutoregressive(int, int, RationalQuadratic,
   * AutoregressiveConditioner)} with 5 layers of 8 bins on [-5, 5] and a {@link ResidualMade} of 2
   * blocks of 128.
   */
  public static TransformedDistribution neuralSplineAutoregressive(int d) {
    return neuralSplineAutoregressive(d, 5, SPLINE, ResidualMade.of(128, 2));
  }

  /**
   * Returns RQ-NSF (AR), a neural spline flow with autoregressive maps (Durkan et al., 2019,
   * arXiv:1906.04032, section 5.1), arranged like {@link #neuralSplineCoupling}, but with matrices
   * that start as random permutations, seeded by their index.
   */
  public static TransformedDistribution neuralSplineAutoregressive(
      int d, int layers, RationalQuadratic spline, AutoregressiveConditioner conditioner) {
    return flow(d, mixing(d, PERMUTATION, layers, autoregressive(spline, conditioner)));
  }

  private static Bijector coupling(ScalarBijector map, Conditioner conditioner) {
    return new Coupling(map, conditioner.within(BOUND));
  }

  private static Bijector autoregressive(ScalarBijector map, AutoregressiveConditioner network) {
    return new MaskedAutoregressive(map, network.within(BOUND));
  }

  private static TransformedDistribution flow(int d, List<Bijector> layers) {
    List<Bijector> links = new ArrayList<>();
    links.add(BASE_TAILS);
    links.addAll(layers);
    links.add(DATA_TAILS);
    return ofGaussian(d, links);
  }

  private static TransformedDistribution ofGaussian(int d, List<Bijector> links) {
    return new TransformedDistribution(StandardNormal.of(d), new Chain(links));
  }

  /** Alternating couplings of the entries of even and of odd index. */
  private static List<Bijector> coupled(int d, int layers, Bijector coupling) {
    return Stream.concat(reversing(d, layers, coupling).stream(), Stream.of(Permutation.riffle(d)))
        .toList();
  }

  static List<Bijector> reversing(int d, int layers, Bijector layer) {
    Bijector reversal = Permutation.reverse(d);
    List<Bijector> links = repeated(layers, i -> List.of(layer, reversal));
    return links.subList(0, links.size() - 1);
  }

  private static List<Bijector> mixing(
      int d, InvertibleLinear.Start start, int layers, Bijector layer) {
    List<Bijector> links = new ArrayList<>();
    links.add(new InvertibleLinear(d, start, 0));
    links.addAll(repeated(layers, i -> List.of(layer, new InvertibleLinear(d, start, i + 1))));
    return links;
  }

  private static List<Bijector> repeated(int layers, IntFunction<List<Bijector>> layer) {
    Require.atLeast("layers", layers, 1);
    return IntStream.range(0, layers).mapToObj(layer).flatMap(List::stream).toList();
  }

  private Flows() {}
}
