package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.tables.RandomWeights;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.Repeats;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The probabilities of a column of each kind, beside a name, add up to one: over all names and
 * missing values, and as an integral over numbers, in every state of both cells. Networks and flows
 * have random weights.
 */
class ProbabilitySumsTest {
  private static final int ROWS = 4_000;
  private static final int POINTS = 4_000;
  private static final double DAY = 86_400;
  private static final double HOUR = 3_600;
  private static final State M = State.MODELLED;
  private static final List<Conditioning> BOTH = List.of(Conditioning.values());

  /** States of the column and of the name beside it. */
  private static final List<List<State>> STATES =
      List.of(
          List.of(M, M),
          List.of(State.GIVEN, M),
          List.of(State.ABSENT, M),
          List.of(M, State.GIVEN),
          List.of(M, State.ABSENT),
          List.of(State.PRESENT, M),
          List.of(State.GIVEN_MISSING, M));

  /** Kinds of columns: the cells of a table, and the numbers of the flow to sum over. */
  @SuppressWarnings("ImmutableEnumChecker") // functions and grids that nobody changes
  enum Kind {
    CATEGORICAL(random -> "n" + random.nextInt(4), Grid.places(4 + 1)),
    POOLED(random -> "n" + (int) (1_500 * random.nextDouble()), Grid.places(1)),
    BOOLEAN(random -> random.nextBoolean() ? "yes" : "no", Grid.places(2)),
    REAL(random -> text(random.nextGaussian()), Grid.linear(-40, 40)),
    POSITIVE(random -> text(Math.exp(random.nextGaussian())), Grid.exponential(-30, 30, 0)),
    INTEGER(random -> "" + (random.nextInt(200) - 100), Grid.linear(-2_400, 2_400)),
    COUNT(random -> "" + (int) Math.exp(7 * random.nextDouble()), Grid.exponential(-10, 40, -1)),
    DATE(
        random -> LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300)).toString(),
        Grid.linear(-4_000, 4_000)),
    TIMESTAMP(
        random ->
            LocalDate.of(2024, 1, 1).atStartOfDay().plusHours(6L * random.nextInt(400)).toString(),
        Grid.linear(-6_001 * HOUR, 5_999 * HOUR)),
    TIME(random -> LocalTime.of(random.nextInt(24), random.nextInt(60)).toString(), Grid.places(1));

    private final Function<Random, String> cell;
    private final Grid grid;

    Kind(Function<Random, String> cell, Grid grid) {
      this.cell = cell;
      this.grid = grid;
    }

    private ColumnKind declared() {
      return ColumnKind.parse(this == POOLED ? "categorical" : name().toLowerCase(Locale.ROOT));
    }
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.9f", number);
  }

  /** Numbers, and the width for which each stands. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Grid(double[] points, double[] widths) {
    static Grid places(int count) {
      return new Grid(
          IntStream.range(0, count).asDoubleStream().toArray(),
          DoubleStream.generate(() -> 1).limit(count).toArray());
    }

    static Grid linear(double low, double high) {
      double width = (high - low) / POINTS;
      return new Grid(
          IntStream.range(0, POINTS).mapToDouble(i -> low + (i + 0.5) * width).toArray(),
          DoubleStream.generate(() -> width).limit(POINTS).toArray());
    }

    /** The points {@code exp(t) + shift} for equally spaced {@code t}. */
    static Grid exponential(double low, double high, double shift) {
      Grid logarithms = linear(low, high);
      double width = logarithms.widths[0];
      return new Grid(
          DoubleStream.of(logarithms.points).map(t -> Math.exp(t) + shift).toArray(),
          DoubleStream.of(logarithms.points).map(t -> Math.exp(t) * width).toArray());
    }

    /** Points of a day, close to each other near the moment at which its circle is cut. */
    static Grid ofDay(TableColumn column, double... values) {
      double cut = ColumnMap.emptiest(DAY, (int) (DAY / column.step()), values);
      Grid logits = linear(-14, 14);
      double[] shares = DoubleStream.of(logits.points).map(t -> 1 / (1 + Math.exp(-t))).toArray();
      double width = DAY * logits.widths[0];
      return new Grid(
          DoubleStream.of(shares).map(share -> cut + DAY * share).toArray(),
          DoubleStream.of(shares).map(share -> width * share * (1 - share)).toArray());
    }

    int size() {
      return points.length;
    }
  }

  private static TableSource table(Kind kind, double gaps) {
    Random random = new Random(kind.name().hashCode());
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String cell = kind.cell.apply(random);
      String side = random.nextBoolean() ? "left" : "right";
      rows.add(List.of(random.nextDouble() < gaps ? "" : cell, side));
    }
    return TableSources.of("table", List.of("x", "side"), rows);
  }

  private static CompiledDistribution compiled(TableSchema schema, TableSource source)
      throws IOException {
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    Distribution density =
        TableDistribution.of(
            d -> Flows.permutedSplines(d, 1, new RationalQuadratic(4, 5), ResidualMade.of(8, 1)),
            schema,
            rows);
    int context = schema.conditioning() == Conditioning.ANY ? 2 * schema.modelled().size() : 0;
    Execution execution = Execution.defaults().withPrecision(Precision.FLOAT64);
    Weights start = Initialization.of(density, context, 1, execution);
    return CompiledDistribution.compile(
        density, context, RandomWeights.like(start, 0.3, 3), execution);
  }

  /** The sum over all outcomes of both cells that are modelled, one of the others. */
  private static double total(
      CompiledDistribution model, TableSchema schema, Grid grid, List<State> states) {
    RowLayout layout = schema.layout();
    boolean hasGaps = layout.bit(0).isPresent();
    boolean isSummed = states.get(0) == M || states.get(0) == State.PRESENT;
    int sides = states.get(1) == M ? 3 : 1;
    List<float[]> events = new ArrayList<>();
    List<Double> widths = new ArrayList<>();
    for (int side = 0; side < sides; side++) {
      for (int i = 0; i < grid.size() && (isSummed || i == 0); i++) {
        int point = isSummed ? i : grid.size() / 2;
        float x = (float) grid.points[point];
        boolean isThere = states.get(0) != State.GIVEN_MISSING;
        events.add(hasGaps ? new float[] {isThere ? 1 : 0, x, side} : new float[] {x, side});
        widths.add(isSummed ? grid.widths[point] : 1);
      }
      if (hasGaps && states.get(0) == M) {
        events.add(new float[] {0, schema.modelled().get(0).filler(), side});
        widths.add(1.0);
      }
    }
    Rows x = Rows.of(events.toArray(float[][]::new));
    float[] logProb =
        schema.conditioning() == Conditioning.ANY
            ? model.given(layout.context(x, (row, column) -> states.get(column))).logProb(x)
            : model.logProb(x);
    return IntStream.range(0, logProb.length)
        .mapToDouble(i -> widths.get(i) * Math.exp(logProb[i]))
        .sum();
  }

  @ParameterizedTest
  @EnumSource
  void probabilitiesAddUpToOne(Kind kind) throws IOException {
    TableScan scan =
        new TableScan(
            List.of(), List.of(), List.of(), Map.of("x", kind.declared()), Repeats.DENSITY);
    for (double gaps : new double[] {0, 0.2}) {
      TableSource source = table(kind, gaps);
      TableSchema found = scan.of(source, Missing.MODEL);
      Grid grid = grid(kind, found, source);
      // Joint densities without gaps are those of another test.
      for (Conditioning conditioning : gaps > 0 ? BOTH : List.of(Conditioning.ANY)) {
        TableSchema schema = found.conditionedOn(conditioning);
        try (CompiledDistribution model = compiled(schema, source)) {
          for (List<State> states : states(conditioning, gaps > 0)) {
            String message = "%s of %s with a share of gaps of %s".formatted(states, kind, gaps);
            assertEquals(1, total(model, schema, grid, states), 2e-3, message);
          }
        }
      }
    }
  }

  private static Grid grid(Kind kind, TableSchema schema, TableSource source) throws IOException {
    TableColumn column = schema.modelled().get(0);
    return switch (kind) {
      case POOLED -> Grid.places(column.names().size() + 1);
      case TIME -> {
        Rows rows = TableReader.readAll(source, schema, Missing.MODEL).x();
        yield Grid.ofDay(column, schema.layout().present(rows, 0));
      }
      default -> kind.grid;
    };
  }

  private static List<List<State>> states(Conditioning conditioning, boolean hasGaps) {
    int count = hasGaps ? STATES.size() : STATES.size() - 2;
    return STATES.subList(0, conditioning == Conditioning.NONE ? 1 : count);
  }
}
