package io.github.tfflows.tables.flow;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds columns whose values are all levels. These are whole numbers, dates and days of timestamps
 * on which another column depends in detail, as the weather depends on the day. A flow is smooth
 * and would follow such a dependence only coarsely.
 *
 * <p>To measure the detail, a line is fitted to the ranks of the other column in each block of
 * neighbouring levels. The detail is the share of the variance about these lines that the mean
 * ranks at the levels explain, beyond the share expected by chance (the effect size ε² of an
 * analysis of variance; Kelley, 1935, "An unbiased correlation ratio measure").
 */
final class Levels {
  private static final int FEWEST = 30;
  private static final int MOST = 512;
  private static final int ROWS_PER_LEVEL = 10;

  /** The largest number of blocks, and the least number of levels in each. */
  private static final int BLOCKS = 32;

  private static final int LEVELS_PER_BLOCK = 4;

  /** The least share of the variance that the levels of a block explain. */
  private static final double LEAST_DETAIL = 0.1;

  /** This many rows suffice to find details. */
  private static final int MOST_ROWS = 20_000;

  private final TableSchema schema;
  private final Data rows;

  /** The mean ranks of the values of each column; empty until they are needed. */
  private final List<double[]> ranks;

  Levels(TableSchema schema, Data rows) {
    this.schema = schema;
    this.rows = rows;
    this.ranks = new ArrayList<>(Collections.nCopies(schema.modelled().size(), new double[0]));
  }

  /** Returns the levels of a column; empty if it has none. */
  Optional<PointMasses> of(int column) {
    return candidate(column)
        .map(grid -> grid.of(rows, schema.layout().value(column)))
        .filter(levels -> levels.count >= FEWEST && levels.count <= MOST)
        .filter(levels -> numbers(column) >= ROWS_PER_LEVEL * levels.seen())
        .filter(levels -> isDetailed(column, levels))
        .map(Found::masses);
  }

  /** Returns how many numbers a column has; those that groups repeat count once. */
  private int numbers(int column) {
    return WeightedNumbers.of(rows, rows.x(), schema.layout(), column).values().length;
  }

  /**
   * A grid of levels: their width, and the lower end of one of them. With phases, the rests of
   * values are on the grid.
   */
  private record Grid(Optional<Phases> phases, double start, double width) {
    private int level(double value) {
      double rest = phases.map(each -> each.rest(value)).orElse(value);
      return (int) Math.floor((rest - start) / width);
    }

    Found of(Data rows, int place) {
      int size = rows.x().size();
      int[] levels =
          IntStream.range(0, rows.count())
              .map(row -> level(rows.x().values()[row * size + place]))
              .toArray();
      return new Found(this, levels);
    }
  }

  /** The levels from the least to the greatest, and the level of each row. */
  private static final class Found {
    private final Grid grid;
    private final int low;
    private final int count;
    private final int[] places;

    Found(Grid grid, int... levels) {
      this.grid = grid;
      low = Arrays.stream(levels).min().orElse(0);
      count = Arrays.stream(levels).max().orElse(0) - low + 1;
      places = Arrays.stream(levels).map(level -> level - low).toArray();
    }

    /** Returns the number of levels that occur in rows. */
    int seen() {
      return (int) Arrays.stream(places).distinct().count();
    }

    PointMasses masses() {
      List<Double> middles =
          IntStream.range(0, count)
              .mapToObj(i -> grid.start + (low + i + 0.5) * grid.width)
              .toList();
      return new PointMasses(middles, grid.width);
    }
  }

  /** Returns the grid of a column of whole numbers or of days without missing values. */
  private Optional<Grid> candidate(int place) {
    TableColumn column = schema.modelled().get(place);
    boolean isDate = column.kind() instanceof ColumnKind.Date;
    boolean isFree =
        schema.isJoint()
            && !column.hasGaps()
            && (column.masses().isEmpty() || isDate)
            && column.unit() == 1;
    Optional<Phases> phases = schema.phases(column);
    if (isFree && phases.isPresent()) {
      double period = phases.get().width() * phases.get().count();
      return Optional.of(new Grid(phases, phases.get().start(), period));
    }
    double step = column.spacing();
    return isFree && (column.kind().isWhole() || isDate) && step > 0
        ? Optional.of(new Grid(phases, -step / 2, step))
        : Optional.empty();
  }

  /**
   * Returns whether another column differs between neighbouring values of a column, even if the
   * difference follows a line. All values are in ascending order.
   */
  boolean differ(int column, List<Double> values) {
    int count = Math.min(MOST_ROWS, rows.count());
    int place = schema.layout().value(column);
    int[] places = new int[count];
    for (int row = 0; row < count; row++) {
      double value = rows.x().values()[row * rows.x().size() + place];
      places[row] = Math.max(0, Collections.binarySearch(values, value));
    }
    int[] blocks = blocks(values.size(), values.size() / LEVELS_PER_BLOCK, places);
    return isExplained(column, of -> share(of, places, blocks));
  }

  /** Returns whether the measured share of the variance of another column is large. */
  private boolean isExplained(int column, ToDoubleFunction<double[]> share) {
    return IntStream.range(0, schema.modelled().size())
        .filter(other -> other != column)
        .anyMatch(other -> share.applyAsDouble(ranks(other)) >= LEAST_DETAIL);
  }

  /** Returns the share of the variance within blocks that the levels explain. */
  private static double share(double[] ranks, int[] levels, int... blocks) {
    double within = Groups.of(levels, ranks, levels).aroundMeans();
    double around = Groups.of(blocks, ranks, levels).aroundMeans();
    return around > 0 ? (around - within) / around : 0;
  }

  private boolean isDetailed(int column, Found levels) {
    int count = Math.min(MOST_ROWS, rows.count());
    int[] places = Arrays.copyOf(levels.places, count);
    int[] blocks = blocks(levels.count, levels.seen() / LEVELS_PER_BLOCK, places);
    return isExplained(column, of -> detail(of, places, blocks));
  }

  /**
   * Returns the block of each row. A block has neighbouring levels, and about as many rows as the
   * others.
   */
  private static int[] blocks(int count, int most, int... places) {
    int blocks = Math.min(BLOCKS, most);
    int[] rows = new int[count];
    for (int place : places) {
      rows[place]++;
    }
    int[] block = new int[count];
    long before = 0;
    for (int level = 0; level < count; level++) {
      block[level] = (int) (before * blocks / places.length);
      before += rows[level];
    }
    return Arrays.stream(places).map(place -> block[place]).toArray();
  }

  private double[] ranks(int column) {
    if (ranks.get(column).length == 0) {
      ranks.set(column, ranked(schema.layout().value(column)));
    }
    return ranks.get(column);
  }

  /** Returns the ranks of the first rows' values at a place. */
  private double[] ranked(int place) {
    float[] values = new float[Math.min(MOST_ROWS, rows.count())];
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.x().values()[row * rows.x().size() + place];
    }
    return Ranks.of(values);
  }

  private static double detail(double[] ranks, int[] levels, int... blocks) {
    Groups ofLevels = Groups.of(levels, ranks, levels);
    Groups ofBlocks = Groups.of(blocks, ranks, levels);
    double around = ofBlocks.aroundLines();
    int freedom = Math.max(0, ofLevels.seen() - 2 * ofBlocks.seen());
    double within = ofLevels.aroundMeans();
    double chance = freedom * within / Math.max(1, ranks.length - ofLevels.seen());
    return around > 0 ? (around - within - chance) / around : 0;
  }

  /** The sums of ranks, levels, their squares and their products in groups of rows. */
  private static final class Groups {
    private static final int SUMS = 6;

    private final double[][] sums;

    private Groups(double[]... sums) {
      this.sums = sums;
    }

    static Groups of(int[] groups, double[] ranks, int... levels) {
      double[][] sums = new double[Arrays.stream(groups).max().orElse(0) + 1][SUMS];
      for (int i = 0; i < ranks.length; i++) {
        double x = levels[i];
        double y = ranks[i];
        double[] all = {1, x, y, x * x, x * y, y * y};
        for (int k = 0; k < SUMS; k++) {
          sums[groups[i]][k] += all[k];
        }
      }
      return new Groups(sums);
    }

    int seen() {
      return (int) Arrays.stream(sums).filter(sum -> sum[0] > 0).count();
    }

    double aroundMeans() {
      return Arrays.stream(sums).mapToDouble(Groups::aroundMean).sum();
    }

    double aroundLines() {
      return Arrays.stream(sums).mapToDouble(sum -> aroundMean(sum) - explained(sum)).sum();
    }

    private static double aroundMean(double... sum) {
      return sum[0] > 0 ? sum[5] - sum[2] * sum[2] / sum[0] : 0;
    }

    private static double explained(double... sum) {
      double xx = sum[0] > 0 ? sum[3] - sum[1] * sum[1] / sum[0] : 0;
      double xy = sum[0] > 0 ? sum[4] - sum[1] * sum[2] / sum[0] : 0;
      return xx > 0 ? xy * xy / xx : 0;
    }
  }
}
