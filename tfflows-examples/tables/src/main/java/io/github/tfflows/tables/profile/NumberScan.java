package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Roundness;
import io.github.tfflows.tables.column.Scale;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.sketch.Bulk;
import io.github.tfflows.tables.sketch.Moments;
import io.github.tfflows.tables.sketch.ValueCounts;
import io.github.tfflows.tables.sketch.ValueSample;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Statistics of the numbers of a column. */
public final class NumberScan implements Serializable {
  private static final long serialVersionUID = 1;

  /** Numbers with more decimals count as real numbers. */
  private static final int MOST_DECIMALS = 5;

  /** A smaller number among numbers of usual size is the rounding error of a zero. */
  private static final double RESIDUE = 1e-12;

  private static final double LARGEST_RESIDUE_OF = 1e-6;

  /** The largest number with a step; beyond it, steps are too coarse in double precision. */
  private static final double LARGEST_STEPPED = 1e15;

  private static final double LEAST_RISE = 100;

  private final Shape all = new Shape();
  private final ValueCounts values = new ValueCounts();
  private final ValueSample sample = new ValueSample();
  private final Repeats repeats;
  private boolean whole = true;
  private final Decimals ofOthers = new Decimals();
  private final Decimals ofResidues = new Decimals();
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  /** The first and the last number; NaN before the first. */
  private double first = Double.NaN;

  private double last = Double.NaN;

  /** Whether each number is one more than the number of the row before. */
  private boolean rises = true;

  NumberScan(Repeats repeats) {
    this.repeats = repeats;
  }

  void accept(double number) {
    follow(number, number);
    low = Math.min(low, number);
    high = Math.max(high, number);
    sample.add(number);
    whole &= number == Math.rint(number);
    all.add(number);
    values.add(number);
    (Math.abs(number) < RESIDUE ? ofResidues : ofOthers).add(number);
  }

  private void follow(double from, double to) {
    rises &= Double.isNaN(last) || Double.isNaN(from) || from == last + 1;
    first = Double.isNaN(first) ? from : first;
    last = Double.isNaN(to) ? last : to;
  }

  void append(NumberScan other) {
    follow(other.first, other.last);
    rises &= other.rises;
    all.append(other.all);
    values.append(other.values);
    sample.append(other.sample);
    low = Math.min(low, other.low);
    high = Math.max(high, other.high);
    whole &= other.whole;
    ofOthers.append(other.ofOthers);
    ofResidues.append(other.ofResidues);
  }

  /** The decimals that suffice for the numbers, rounding errors of zero aside. */
  private int decimals() {
    return Math.max(-low, high) >= LARGEST_RESIDUE_OF
        ? ofOthers.suffice()
        : Math.max(ofOthers.suffice(), ofResidues.suffice());
  }

  /** Returns whether there are at most two whole numbers, which follow each other. */
  public boolean areTwo() {
    return whole && high - low <= 1;
  }

  /** Whether a handful of numbers is between the steps of the others. */
  public boolean hasOddOnes() {
    return ofOthers.haveOddOnes() && spacing() > 0;
  }

  /** The kind that suits the numbers. Numbers that need an origin have no logarithm. */
  ColumnKind kind() {
    Shape shape = shape();
    if (whole && Math.max(-low, high) <= ColumnKind.LARGEST_WHOLE) {
      ColumnKind plain = new ColumnKind.Whole();
      boolean skewed = low >= 0 && shape.isCount() && !isMoved(plain);
      return skewed ? new ColumnKind.Count() : plain;
    }
    ColumnKind plain = new ColumnKind.Real();
    boolean canBeZero = low == 0 && masses(spacing()).contains(0.0);
    boolean skewed = (low > spacing() / 2 || canBeZero) && shape.isPositive() && !isMoved(plain);
    return skewed ? new ColumnKind.Positive() : plain;
  }

  private boolean isMoved(ColumnKind kind) {
    return bulk().scale(kind, step(kind)).origin() != 0;
  }

  /** The moments of numbers, which decide whether a logarithm suits. */
  private static final class Shape implements Serializable {
    private static final long serialVersionUID = 1;

    /** Two values are equally skewed on every scale, up to rounding. */
    private static final double CLEARLY_LESS = 1 - 1e-6;

    private final Moments raw = new Moments();
    private final Moments positives = new Moments();
    private final Moments logs = new Moments();

    /** The moments of the logarithms of numbers plus one, without numbers below zero. */
    private final Moments counts = new Moments();

    void add(double number) {
      raw.add(number);
      if (number > 0) {
        positives.add(number);
        logs.add(Math.log(number));
      }
      if (number >= 0) {
        counts.add(Math.log1p(number));
      }
    }

    void append(Shape other) {
      raw.append(other.raw);
      positives.append(other.positives);
      logs.append(other.logs);
      counts.append(other.counts);
    }

    boolean isCount() {
      return raw.skewness() > 1 && Math.abs(counts.skewness()) < CLEARLY_LESS * raw.skewness();
    }

    boolean isPositive() {
      return positives.skewness() > 1 && Math.abs(logs.skewness()) < raw.skewness();
    }
  }

  /** The moments of nearly all numbers. */
  private Shape shape() {
    Bulk bulk = bulk();
    if (bulk.reach().contains(low) && bulk.reach().contains(high)) {
      return all;
    }
    Shape near = new Shape();
    Arrays.stream(bulk.reach().near(bulk.sorted())).forEach(near::add);
    return near;
  }

  Bulk bulk() {
    return new Bulk(sample.sorted());
  }

  /** The masses, to which zero belongs if the kind has no density there. */
  private List<Double> masses(ColumnKind kind, double step) {
    List<Double> masses = masses(step);
    boolean isApart = kind instanceof ColumnKind.Positive && low == 0 && repeats != Repeats.DENSITY;
    return !isApart || masses.contains(0.0)
        ? masses
        : Stream.concat(Stream.of(0.0), masses.stream()).toList();
  }

  boolean hasMasses() {
    return !masses(spacing()).isEmpty();
  }

  private List<Double> masses(double step) {
    if (repeats == Repeats.DENSITY) {
      return List.of();
    }
    List<Double> levels = repeats == Repeats.LEVEL ? values.levels(step) : List.of();
    return levels.isEmpty() ? values.masses(step, bulk().reach()) : levels;
  }

  /**
   * The spacing of numbers; those between bounds and on circles have none, since noise leaves them.
   */
  private double step(ColumnKind kind) {
    return kind.step(spacing());
  }

  private double spacing() {
    boolean isStepped = decimals() <= MOST_DECIMALS && Math.max(-low, high) < LARGEST_STEPPED;
    return isStepped ? Math.pow(10, -decimals()) : 0;
  }

  /** The coding with the spacing, the range and the masses of the data; a circle has no ends. */
  NumberCoding coding(ColumnKind kind) {
    double step = step(kind);
    Scale scale = bulk().scale(kind, step);
    if (kind.cycle().isPresent()) {
      NumberCoding.Range all = NumberCoding.Range.ALL;
      return new NumberCoding(scale, step, written(scale), all, List.of(), Lattice.NONE);
    }
    List<Double> masses = masses(kind, step);
    ValueCounts repeated = repeats != Repeats.DENSITY ? values : new ValueCounts();
    Lattice lattice = Lattice.of(repeated.others(new HashSet<>(masses)), spacing());
    NumberCoding.Range dense = repeated.dense(new NumberCoding.Range(low, high), masses, step);
    NumberCoding coding = new NumberCoding(scale, step, written(scale), dense, masses, lattice);
    return repeats != Repeats.DENSITY ? coding.with(roundness(coding)) : coding;
  }

  /** The roundness of numbers with no step or many, that are neither masses nor shared. */
  private Roundness roundness(NumberCoding coding) {
    Set<Double> others = new HashSet<>(coding.masses());
    others.addAll(coding.lattice().shared());
    double[] numbers =
        Arrays.stream(bulk().sorted()).filter(x -> !others.contains(x + 0.0)).toArray();
    boolean isFine = coding.isRounded() && Lattice.areFine(spacing(), numbers);
    return isFine ? Roundness.of(coding.power(), numbers) : Roundness.NONE;
  }

  /** The decimals of the data, or of single precision where these have no end. */
  private int written(Scale scale) {
    if (decimals() <= Decimals.MOST_WRITTEN || scale.equals(Scale.PLAIN)) {
      return decimals() <= Decimals.MOST_WRITTEN ? decimals() : NumberCoding.ALL_DECIMALS;
    }
    return Math.max(0, (int) Math.ceil(-Math.log10(bulk().resolution(scale))));
  }

  public boolean areWhole() {
    return whole;
  }

  /** Returns whether all values were counted, and at most as many differ. */
  public boolean areAtMost(long most) {
    return values.areAtMost(most);
  }

  boolean isConstant() {
    return low == high;
  }

  public double low() {
    return low;
  }

  public double high() {
    return high;
  }

  public double mean() {
    return all.raw.mean();
  }

  public double deviation() {
    return all.raw.deviation();
  }

  /** Sentences about values that are hard to distinguish, and about odd ones. */
  List<String> notes(TableColumn column) {
    NumberNotes notes = new NumberNotes(column, bulk());
    return Stream.of(
            notes.resolution(),
            notes.far(low, values.count(low)),
            notes.far(high, values.count(high)),
            notes.dates(),
            Optional.of(notes.rise()).filter(note -> rises && high - low >= LEAST_RISE))
        .flatMap(Optional::stream)
        .toList();
  }
}
