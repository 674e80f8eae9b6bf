package io.github.tfflows.tables.strangeness;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.LogSum;
import io.github.tfflows.tables.flow.WeightedNumbers;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.sketch.Bulk;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tensorflow.op.Ops;

/**
 * The strangeness of rows: their negative log-density under a mixture of blurred kernels, in nats.
 * For a conditional model, it is given the conditions of the rows.
 *
 * <p>A flow follows every fine structure of the data, and gives a row in a narrow gap a low
 * density, though such a row is no anomaly. The kernels blur the columns, in units of their
 * standard deviations, so that close numbers are alike, whether a column has a step, point masses
 * or neither. Strangeness therefore detects anomalies better than the flow's exact log-density.
 *
 * <p>A value that does not suit its column is NaN in events. It is left out, or missing in a column
 * with gaps, and adds {@code log(rows + 1)}, as if such a cell occurred in one row among those that
 * the first part was fitted to.
 */
public final class Strangeness {
  private static final int MOST_ROWS = 20_000;
  private static final int FEWEST_ROWS = 2_000;

  /** The most cells of a fit: rows times coordinates and outcomes. */
  private static final int MOST_CELLS = 500_000;

  /** The rows of one task. */
  private static final int BLOCK = 256;

  private final TableSchema schema;
  private final int count;
  private final List<CellForm.Scaling> scalings;
  private final CellLayout layout;
  private final Kernels kernels;

  private Strangeness(
      TableSchema schema, int count, List<CellForm.Scaling> scalings, Kernels kernels) {
    this.schema = schema;
    this.count = count;
    this.scalings = scalings;
    this.layout = new CellLayout(schema, scalings);
    this.kernels = kernels;
  }

  /**
   * Fits kernels to the rows of each part of a table.
   *
   * @param parts rows as {@code TableReader} reads them, at least one in each part; rows of weight
   *     zero do not count. The first part determines the units of columns.
   * @param seed the seed of the choice of the first kernels
   * @return the strangeness fitted to each part
   */
  public static List<Strangeness> ofParts(TableSchema schema, List<Data> parts, long seed) {
    List<CellForm.Scaling> scalings = scalings(schema, parts.get(0).withoutZeroWeights());
    return parts.stream().map(part -> of(schema, scalings, part, seed)).toList();
  }

  private static Strangeness of(
      TableSchema schema, List<CellForm.Scaling> scalings, Data rows, long seed) {
    Data counting = rows.withoutZeroWeights().withMeanWeightOne();
    CellLayout layout = new CellLayout(schema, scalings);
    int size = Math.max(1, layout.coordinates() + layout.outcomes());
    int most = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, MOST_CELLS / size));
    Data some =
        counting.count() <= most
            ? counting
            : counting.select(
                new Random(seed).ints(0, counting.count()).distinct().limit(most).toArray());
    List<Point> points =
        IntStream.range(0, some.count()).mapToObj(row -> point(layout, some, row)).toList();
    double[] weights = IntStream.range(0, some.count()).mapToDouble(some::weight).toArray();
    return new Strangeness(
        schema, rows.count(), scalings, KernelFit.fit(layout, points, weights, seed));
  }

  private static List<CellForm.Scaling> scalings(TableSchema schema, Data rows) {
    List<CellForm.Scaling> scalings = new ArrayList<>();
    for (int i = 0; i < schema.modelled().size(); i++) {
      WeightedNumbers numbers = WeightedNumbers.of(rows, rows.x(), schema.layout(), i);
      scalings.add(scaling(schema.modelled().get(i), numbers));
    }
    for (int i = 0; i < schema.given().size(); i++) {
      WeightedNumbers numbers = WeightedNumbers.of(rows, rows.context(), schema.context(), i);
      scalings.add(scaling(schema.given().get(i), numbers));
    }
    return scalings;
  }

  private static CellForm.Scaling scaling(TableColumn column, WeightedNumbers all) {
    if (column.kind().isNamed()) {
      return CellForm.Scaling.NONE;
    }
    boolean isLog = column.kind() instanceof ColumnKind.Positive;
    WeightedNumbers numbers =
        withoutFarMasses(column, all).mapped(isLog ? Math::log : x -> x).filter(Double::isFinite);
    CellForm.Scaling scaling = CellForm.Scaling.of(numbers);
    return isLog ? scaling.withLeastOf(numbers.values()) : scaling;
  }

  /**
   * Returns the numbers that determine the scale, without far point masses, which may stand for
   * missing values.
   */
  private static WeightedNumbers withoutFarMasses(TableColumn column, WeightedNumbers numbers) {
    PointMasses masses = column.masses();
    if (masses.isEmpty()) {
      return numbers;
    }
    Bulk.Reach reach = Bulk.Reach.of(numbers.filter(number -> !masses.contain(number)).values());
    return numbers.filter(number -> reach.contains(number) || !masses.contain(number));
  }

  /**
   * Reads the text of a model's description.
   *
   * @throws IllegalArgumentException if it does not suit these columns
   */
  public static Strangeness parse(TableSchema schema, String text) {
    int count = schema.all().size();
    String[] parts = text.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "expected three texts in the model's strangeness, got " + parts.length);
    }
    FloatBuffer numbers = FloatText.read(parts[1]);
    if (numbers.remaining() != CellForm.Scaling.SIZE * count) {
      throw new IllegalArgumentException(
          "expected the units of %s columns in the model's strangeness, got %s numbers"
              .formatted(count, numbers.remaining()));
    }
    List<CellForm.Scaling> scalings =
        IntStream.range(0, count)
            .mapToObj(i -> new CellForm.Scaling(numbers.get(), numbers.get(), numbers.get()))
            .toList();
    CellLayout layout = new CellLayout(schema, scalings);
    return new Strangeness(
        schema,
        Integer.parseInt(parts[0]),
        scalings,
        Kernels.parse(parts[2], layout.coordinates(), layout.outcomes()));
  }

  /** The text of a model's description. */
  public String text() {
    FloatBuffer numbers = FloatBuffer.allocate(CellForm.Scaling.SIZE * scalings.size());
    scalings.forEach(each -> numbers.put(each.centre()).put(each.spread()).put(each.least()));
    return count + " " + FloatText.text(numbers.array()) + " " + kernels.text();
  }

  private static Point point(CellLayout layout, Data rows, int row) {
    Point point = layout.point();
    layout.addEvent(rows.x(), row, point);
    layout.addCondition(rows.context(), row, point);
    return point;
  }

  /** The strangeness of a value that does not suit its column, in nats. */
  private double unsuitable() {
    return Math.log(count + 1.0);
  }

  /** The strangeness of the cells of a row that do not suit their columns. */
  private double unsuitable(List<CellLayout.Cell> cells, Rows part, int row) {
    int unsuitable = 0;
    for (CellLayout.Cell cell : cells) {
      unsuitable += Float.isNaN(part.values()[row * part.size() + cell.value()]) ? 1 : 0;
    }
    return unsuitable * unsuitable();
  }

  /**
   * Returns the strangeness of the rows of a chunk, in nats. A row whose values suit their columns,
   * but not each other, counts as a row with one value that does not suit.
   */
  public float[] of(TableChunk chunk) {
    Data rows = chunk.withoutFillers();
    float[] strangeness = of(rows);
    for (int row : chunk.problems().keySet()) {
      boolean isSuitable =
          unsuitable(layout.modelled(), rows.x(), row)
                  + unsuitable(layout.given(), rows.context(), row)
              == 0;
      strangeness[row] += isSuitable ? (float) unsuitable() : 0;
    }
    return strangeness;
  }

  /**
   * Returns the strangeness of rows, in nats.
   *
   * @param rows rows as {@code TableReader} reads them
   */
  public float[] of(Data rows) {
    float[] strangeness = new float[rows.count()];
    forEachRow(rows, row -> strangeness[row.place] = (float) row.strangeness());
    return strangeness;
  }

  /** Computes rows under the kernels, on all processors. */
  private void forEachRow(Data rows, Consumer<Row> action) {
    int blocks = (rows.count() + BLOCK - 1) / BLOCK;
    IntStream.range(0, blocks)
        .parallel()
        .forEach(
            block -> {
              Row row = new Row(rows);
              int end = Math.min(rows.count(), (block + 1) * BLOCK);
              for (int place = block * BLOCK; place < end; place++) {
                row.moveTo(place);
                action.accept(row);
              }
            });
  }

  /**
   * Returns the shares of cells in the strangeness of their row, which add up to it.
   *
   * <pre>{@code strangeness = Σⱼ Σₖ rₖ (-log pₖ(cellⱼ)) + Σₖ rₖ log(rₖ/πₖ)}</pre>
   *
   * <p>where {@code rₖ} is the probability of a kernel given the row, and {@code πₖ} its
   * probability given only the row's conditions. The second sum, which belongs to the combination
   * of cells, is divided evenly among them.
   *
   * @param rows rows as {@code TableReader} reads them
   * @return for each modelled column one number a row, in nats
   */
  public List<float[]> shares(Data rows) {
    List<float[]> shares = new ArrayList<>();
    schema.modelled().forEach(column -> shares.add(new float[rows.count()]));
    forEachRow(
        rows,
        row -> {
          double[] cells = row.shares();
          for (int i = 0; i < cells.length; i++) {
            shares.get(i)[row.place] = (float) cells[i];
          }
        });
    return shares;
  }

  /**
   * Builds the strangeness of rows in a graph from their events, and their conditions, where
   * columns are given.
   */
  public StrangenessGraph graph(
      Ops tf, StrangenessGraph.Input events, Optional<StrangenessGraph.Input> conditions) {
    return new StrangenessGraph(tf, layout, kernels, unsuitable(), events, conditions);
  }

  /** A row under each kernel, one after the other. */
  private final class Row {
    private final Data rows;
    private final Point point = layout.point();

    /** The log-probabilities of kernels before the event, and after it. */
    private final double[] prior = new double[kernels.count()];

    private final double[] logs = new double[kernels.count()];
    private double before;
    private double after;
    private int place;

    Row(Data rows) {
      this.rows = rows;
      kernels.writePrior(prior);
      this.before = kernels.priorSum();
    }

    void moveTo(int row) {
      place = row;
      if (!layout.given().isEmpty()) {
        kernels.writePrior(prior);
        layout.addCondition(rows.context(), row, point.cleared());
        kernels.addTo(prior, point);
        before = LogSum.of(prior);
      }
      System.arraycopy(prior, 0, logs, 0, logs.length);
      layout.addEvent(rows.x(), row, point.cleared());
      kernels.addTo(logs, point);
      after = LogSum.of(logs);
    }

    double strangeness() {
      double given = unsuitable(layout.given(), rows.context(), place);
      return unsuitable(layout.modelled(), rows.x(), place) + given + before - after;
    }

    double[] shares() {
      double[] shares = new double[layout.modelled().size()];
      double combination = 0;
      double[] probs = new double[logs.length];
      for (int kernel = 0; kernel < logs.length; kernel++) {
        probs[kernel] = Math.exp(logs[kernel] - after);
        combination += probs[kernel] * (logs[kernel] - after - prior[kernel] + before);
      }
      for (int i = 0; i < shares.length; i++) {
        double[] own = new double[logs.length];
        CellLayout.add(layout.modelled().get(i), rows.x(), place, point.cleared());
        kernels.addTo(own, point);
        double unsuitable = unsuitable(List.of(layout.modelled().get(i)), rows.x(), place);
        shares[i] = combination / shares.length + unsuitable;
        for (int kernel = 0; kernel < own.length; kernel++) {
          shares[i] -= probs[kernel] * own[kernel];
        }
      }
      return shares;
    }
  }

  /**
   * Returns the equal mixture of the strangeness fitted to several parts of a table, at least one.
   */
  public static Strangeness mixed(List<Strangeness> parts) {
    Strangeness first = parts.get(0);
    Kernels all = parts.stream().map(part -> part.kernels).reduce(Kernels::with).orElseThrow();
    return new Strangeness(first.schema, first.count, first.scalings, all);
  }
}
