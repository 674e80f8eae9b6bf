package io.github.tfflows.tables.flow;

import io.github.tfflows.bijectors.FlowSize;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * The architectures of {@link Flows}, by the names of its methods, with default sizes for tables.
 */
public enum FlowFamily {
  /** Neural splines in couplings. */
  NEURAL_SPLINE_COUPLING,

  /** Neural splines in autoregressive maps. */
  NEURAL_SPLINE_AUTOREGRESSIVE,

  /** Masked autoregressive flow. */
  MAF(5),

  /** Affine couplings. */
  REAL_NVP(8),

  /** Additive couplings. */
  NICE(4),

  /** Affine couplings with trained matrices between them. */
  GLOW(8),

  /** Inverse autoregressive flow. */
  IAF(5),

  /** Planar maps. */
  PLANAR(16),

  /** Radial maps. */
  RADIAL(16);

  private static final double BOUND = 5;

  private final OptionalInt layers;

  /** Creates a family whose number of layers depends on the number of rows. */
  FlowFamily() {
    this.layers = OptionalInt.empty();
  }

  FlowFamily(int layers) {
    this.layers = OptionalInt.of(layers);
  }

  /** Returns the default number of layers for a number of rows. */
  public int layers(int rows) {
    return layers.orElseGet(() -> FlowSize.forData(rows).layers());
  }

  /**
   * The size of a flow.
   *
   * @param hidden the width of the networks
   * @param blocks the number of blocks of residual networks
   * @param bins the number of bins of a spline
   * @param dropout the share of the units of residual networks that a training step drops
   */
  public record Size(int layers, int hidden, int blocks, int bins, double dropout) {
    private static final int BINS = 8;

    /** Between these numbers of rows, a single spline predicts a target better than several. */
    private static final int LEAST_ROWS_OF_TARGET = 500;

    private static final int MOST_ROWS_OF_TARGET = 5_000;

    private static final Size OF_TARGET = new Size(1, 128, 2, BINS, 0.1);

    /** Creates a size without dropout. */
    public Size(int layers, int hidden, int blocks, int bins) {
      this(layers, hidden, blocks, bins, 0);
    }

    /**
     * Returns the default size for columns and a number of rows. For a single number given others,
     * in some thousand rows, it is a single spline with dropout.
     */
    public static Size forData(FlowFamily family, TableSchema schema, int rows) {
      boolean isBetween = rows >= LEAST_ROWS_OF_TARGET && rows < MOST_ROWS_OF_TARGET;
      if (isBetween && schema.isOfOneTarget() && family == NEURAL_SPLINE_AUTOREGRESSIVE) {
        return OF_TARGET;
      }
      FlowSize usual = FlowSize.forData(rows);
      return new Size(family.layers(rows), usual.hidden(), usual.blocks(), BINS);
    }

    @Override
    public String toString() {
      return layers + (layers == 1 ? " layer of " : " layers of ") + hidden + " units";
    }
  }

  /** Returns a flow on vectors of {@code d} features. */
  public TransformedDistribution of(int d, Size size) {
    int count = size.layers();
    int hidden = size.hidden();
    Conditioner network = Mlp.of(hidden, hidden);
    RationalQuadratic spline = new RationalQuadratic(size.bins(), BOUND);
    return switch (this) {
      case NEURAL_SPLINE_COUPLING -> Flows.neuralSplineCoupling(d, count, spline, residual(size));
      case NEURAL_SPLINE_AUTOREGRESSIVE ->
          Flows.neuralSplineAutoregressive(d, count, spline, new ResidualMade(residual(size)));
      case MAF -> Flows.maf(d, count, Made.of(hidden, hidden));
      case REAL_NVP -> Flows.realNvp(d, count, network);
      case NICE -> Flows.nice(d, count, network);
      case GLOW -> Flows.glow(d, count, network);
      case IAF -> Flows.iaf(d, count, Made.of(hidden, hidden));
      case PLANAR -> Flows.planar(d, count);
      case RADIAL -> Flows.radial(d, count);
    };
  }

  /**
   * Returns a flow on vectors of {@code d} features that allows absent numbers: splines have
   * permutations in place of matrices.
   *
   * @throws IllegalArgumentException if the flow mixes all columns
   */
  public TransformedDistribution leavingOutNumbers(int d, Size size) {
    if (!leavesOutNumbers()) {
      throw new IllegalArgumentException(
          ("the flow %s cannot leave out missing numbers; choose %s, %s, %s or %s, or drop such"
                  + " rows")
              .formatted(this, NEURAL_SPLINE_AUTOREGRESSIVE, MAF, REAL_NVP, NICE));
    }
    return this == NEURAL_SPLINE_AUTOREGRESSIVE
        ? Flows.permutedSplines(
            d,
            size.layers(),
            new RationalQuadratic(size.bins(), BOUND),
            new ResidualMade(residual(size)))
        : of(d, size);
  }

  private static ResidualNet residual(Size size) {
    return ResidualNet.of(size.hidden(), size.blocks()).withDropout(size.dropout());
  }

  /** Returns whether the flow can allow absent numbers. */
  public boolean leavesOutNumbers() {
    return switch (this) {
      case NEURAL_SPLINE_AUTOREGRESSIVE, MAF, REAL_NVP, NICE -> true;
      case NEURAL_SPLINE_COUPLING, GLOW, IAF, PLANAR, RADIAL -> false;
    };
  }

  /** Returns whether the flow has networks, whose width can be chosen. */
  public boolean hasNetworks() {
    return this != PLANAR && this != RADIAL;
  }

  /** Returns whether the flow consists of splines, whose bins can be chosen. */
  public boolean hasSplines() {
    return this == NEURAL_SPLINE_COUPLING || this == NEURAL_SPLINE_AUTOREGRESSIVE;
  }

  /**
   * Returns the default treatment of numbers that many rows share.
   *
   * @param groups the column of the groups that are held out as a whole, if any
   */
  public Repeats repeats(Conditioning conditioning, Optional<String> groups) {
    return leavesOutNumbers() ? Repeats.usual(conditioning, groups) : Repeats.DENSITY;
  }

  /** Returns flows on the numeric columns of a table, by their number, with the default size. */
  public IntFunction<TransformedDistribution> on(TableSchema schema, int rows) {
    return on(schema, Size.forData(this, schema, rows));
  }

  /**
   * Returns flows on the numeric columns of a table, by their number. A single number needs no
   * matrices.
   */
  public IntFunction<TransformedDistribution> on(TableSchema schema, Size size) {
    return d ->
        schema.leavesOutNumbers() || (d == 1 && leavesOutNumbers())
            ? leavingOutNumbers(d, size)
            : of(d, size);
  }

  /**
   * Reads a name of {@link #toString} in any case.
   *
   * @throws IllegalArgumentException if there is no such flow; the message names the nearest
   */
  public static FlowFamily parse(String text) {
    List<String> names = Arrays.stream(values()).map(FlowFamily::toString).toList();
    return Arrays.stream(values())
        .filter(family -> family.toString().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no flow \"%s\"%s; expected one of %s"
                        .formatted(
                            Excerpt.of(text), Nearest.hint(text, names), Excerpt.of(names))));
  }

  /** Returns the name of the method of {@link Flows}, also used on the command line. */
  @Override
  public String toString() {
    String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
    return words[0]
        + Arrays.stream(words)
            .skip(1)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
  }
}
