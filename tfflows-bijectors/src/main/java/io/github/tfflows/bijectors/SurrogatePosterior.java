package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.linear.TriangularAffine;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Identity;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.structure.StickBreaking;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Layout;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * Builds flows for a variational fit of a posterior, from named unknowns of a model, each with its
 * support. The unknowns form one vector. Each unknown is the image of real coordinates {@code z},
 * whose distribution is trained (automatic differentiation variational inference: Kucukelbir et
 * al., 2017, arXiv:1603.00788, section 2.3).
 *
 * <pre>{@code
 * SurrogatePosterior unknowns =
 *     SurrogatePosterior.of(Part.real("mu", 2), Part.positive("sigma", 1));
 * LogDensity target =
 *     unknowns.target((scope, at) -> logJoint(at.get("mu"), at.get("sigma")));
 * CompiledDistribution fitted = training.fitTo(unknowns.fullCovariance(), target);
 * Rows draws = fitted.sampleAndLogProb(1000, 0).x();
 * Rows sigma = unknowns.layout().split(draws).get("sigma");
 * }</pre>
 *
 * <p>Write the joint density of the unknowns on their own supports, without log-determinants. For
 * shares that sum to one, the density is per volume of all shares but the last.
 *
 * <table>
 * <caption>Families</caption>
 * <tr><th>method</th><th>distribution of z</th><th>in TensorFlow Probability</th></tr>
 * <tr><td>{@link #meanField}<td>independent Gaussians
 *     <td>{@code build_factored_surrogate_posterior}</tr>
 * <tr><td>{@link #fullCovariance}<td>a Gaussian with any covariance
 *     <td>{@code build_affine_surrogate_posterior}</tr>
 * <tr><td>{@link #inverseAutoregressive(int, AutoregressiveConditioner)}
 *     <td>an inverse autoregressive flow<td>none</tr>
 * </table>
 *
 * @param parts the unknowns, at least one, from the first entry of the vector on
 */
public record SurrogatePosterior(List<Part> parts) {
  /**
   * An unknown.
   *
   * @param name its name, unique in the model
   * @param coordinates the number of its real coordinates, one or more
   * @param support the map of the coordinates onto its support, from vectors of this size to
   *     vectors
   */
  public record Part(String name, int coordinates, Bijector support) {
    public Part {
      if (coordinates < 1) {
        throw new IllegalArgumentException(
            "part %s needs at least one coordinate, got %s".formatted(name, coordinates));
      }
      Blockwise.Part unused = new Blockwise.Part(coordinates, support); // checks the map
    }

    /** Returns {@code size} real numbers. */
    public static Part real(String name, int size) {
      return new Part(name, size, new Identity());
    }

    /** Returns {@code size} positive numbers, whose logarithms are the coordinates. */
    public static Part positive(String name, int size) {
      return new Part(name, size, new Exp());
    }

    /** Returns {@code size} numbers between two finite bounds, {@code low < high}. */
    public static Part interval(String name, int size, double low, double high) {
      return new Part(name, size, new Sigmoid(low, high));
    }

    /**
     * Returns {@code size} positive shares that sum to one, with {@code size - 1} coordinates; at
     * least two.
     */
    public static Part simplex(String name, int size) {
      return new Part(name, size - 1, new StickBreaking());
    }

    /** Returns the number of entries of the unknown. */
    public int size() {
      return block().mappedSize();
    }

    private Blockwise.Part block() {
      return new Blockwise.Part(coordinates, support);
    }
  }

  /** A log-density of all unknowns together, and of the data. */
  @FunctionalInterface
  public interface JointDensity {
    /**
     * Builds the log-density.
     *
     * @param parts the unknowns by name, each shaped {@code [n, size]}
     * @return the log-density plus any constant, shaped {@code [n]}, in nats
     */
    Expr logProb(GraphScope scope, Map<String, Expr> parts);
  }

  public SurrogatePosterior {
    parts = List.copyOf(parts);
    Layout unused = layout(parts); // checks the names
  }

  /** Returns the vector of given unknowns. */
  public static SurrogatePosterior of(Part... parts) {
    return new SurrogatePosterior(List.of(parts));
  }

  /** Returns independent Gaussians of the coordinates, which start as {@code N(0, I)}. */
  public TransformedDistribution meanField() {
    return new TransformedDistribution(DiagonalNormal.trainable(coordinates()), support());
  }

  /** Returns a Gaussian of the coordinates with any covariance, which starts as {@code N(0, I)}. */
  public TransformedDistribution fullCovariance() {
    return new TransformedDistribution(
        StandardNormal.of(coordinates()), Chain.of(new TriangularAffine(coordinates()), support()));
  }

  /** Returns three layers of an inverse autoregressive flow by a {@link Made} of 64 and 64. */
  public TransformedDistribution inverseAutoregressive() {
    return inverseAutoregressive(3, Made.of(64, 64));
  }

  /**
   * Returns an inverse autoregressive flow of the coordinates (Kingma et al., 2016,
   * arXiv:1606.04934), of affine maps with the order of the coordinates reversed between them. It
   * starts as {@code N(0, I)}. Its draws take a single pass.
   *
   * @param layers the number of maps, one or more
   * @param network the network of each map
   */
  public TransformedDistribution inverseAutoregressive(
      int layers, AutoregressiveConditioner network) {
    Bijector layer = new MaskedAutoregressive(new Affine().inverted(), network).inverted();
    List<Bijector> links = new ArrayList<>(Flows.reversing(coordinates(), layers, layer));
    links.add(support());
    return new TransformedDistribution(StandardNormal.of(coordinates()), new Chain(links));
  }

  /** Returns the layout of the vector, which splits draws into the unknowns by name. */
  public Layout layout() {
    return layout(parts);
  }

  private static Layout layout(List<Part> parts) {
    return new Layout(
        parts.stream().map(part -> new Layout.Part(part.name, Shape.of(part.size()))).toList());
  }

  /** Returns the map of the real coordinates onto the vector of the unknowns. */
  public Blockwise support() {
    return new Blockwise(parts.stream().map(Part::block).toList());
  }

  private int coordinates() {
    return parts.stream().mapToInt(Part::coordinates).sum();
  }

  /** Returns a joint density as a function of the vector: the target of a fit. */
  public LogDensity target(JointDensity joint) {
    return (scope, x) -> joint.logProb(scope, cut(x));
  }

  /**
   * Splits vectors into the unknowns.
   *
   * @param x vectors shaped {@code [n, d]}
   * @return the unknowns by name, in their order, each shaped {@code [n, size]}
   */
  public Map<String, Expr> cut(Expr x) {
    if (x.size(-1) != layout().size()) {
      throw new IllegalArgumentException(
          "expected vectors of the %s entries of %s, got the shape %s"
              .formatted(layout().size(), layout().parts(), x.shape()));
    }
    List<Expr> pieces = x.split(-1, parts.stream().mapToInt(Part::size).toArray());
    Map<String, Expr> byName = new LinkedHashMap<>();
    parts.forEach(part -> byName.put(part.name, pieces.get(byName.size())));
    return Collections.unmodifiableMap(byName);
  }
}
