package io.github.tfflows.cli.compare;

import io.github.tfflows.cli.evaluate.Baseline;
import io.github.tfflows.cli.evaluate.TableTrial;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.FittedTable;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.profile.Repeats;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Models that are trained on the same rows and measured on the same other rows. */
public final class Contest {
  private final TableSchema schema;
  private final int draws;
  private final Map<Repeats, FitParts> read = new EnumMap<>(Repeats.class);
  private final List<Contestant> contestants = new ArrayList<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private final List<TreeSet<String>> masses = new ArrayList<>();

  /** Starts a contest by rows with a density for each number, and a number of draws to time. */
  public Contest(FitParts parts, int draws) {
    this.schema = parts.table().schema();
    this.draws = draws;
    read.put(Repeats.DENSITY, parts);
  }

  /**
   * Adds a Gaussian and a mixture of Gaussians, or independent columns if there are names or
   * missing values.
   *
   * @param splits the rows that each member of a model learns from, and the rows to measure on
   * @param seed the seed of noise
   * @throws IllegalArgumentException if there are too few rows
   */
  public void enterBaselines(List<Data.Split> splits, long seed) {
    List<List<Baseline>> fits = new ArrayList<>();
    for (Data.Split split : splits) {
      TableTrial trial = TableTrial.of(schema, split.heldOut(), split.training(), seed);
      fits.add(trial.baselines(seed));
    }
    for (int i = 0; i < fits.get(0).size(); i++) {
      int place = i;
      contestants.add(joined(fits.stream().map(each -> each.get(place)).toList()));
    }
    masses.add(new TreeSet<>());
  }

  /** One baseline over several parts. */
  private static Contestant joined(List<Baseline> parts) {
    FloatBuffer all =
        FloatBuffer.allocate(parts.stream().mapToInt(part -> part.logProb().length).sum());
    parts.forEach(part -> all.put(part.logProb()));
    Baseline first = parts.get(0);
    double seconds = parts.stream().mapToDouble(Baseline::seconds).sum();
    return new Contestant(
        new Baseline(first.name(), all.array(), first.parameters(), seconds),
        OptionalDouble.empty());
  }

  /**
   * Fits a model and measures it. The first model with each treatment of repeated numbers reads the
   * table.
   *
   * @param name the name of its flow
   * @param fit the fit, of equal seeds and equal shares of rows to hold out
   */
  public void enter(String name, Repeats repeats, TableFit fit) throws IOException {
    long begin = System.nanoTime();
    try (FittedTable fitted = fit.fitted(parts(repeats, fit))) {
      double seconds = since(begin);
      CompiledDistribution model = fitted.model().distribution();
      Data conditions = fitted.model().schema().whole(fitted.heldOut());
      double speed = drawsPerSecond(model, conditions.context());
      long parameters = model.weights().size();
      contestants.add(
          new Contestant(
              new Baseline(name, fitted.logProb(), parameters, seconds), OptionalDouble.of(speed)));
      masses.add(new TreeSet<>(withoutSteps(fitted.model().schema())));
    } catch (IllegalArgumentException | IllegalStateException e) {
      failures.put(name, String.valueOf(e.getMessage())); // unsuited or diverged
    }
  }

  private FitParts parts(Repeats repeats, TableFit fit) throws IOException {
    if (!read.containsKey(repeats)) {
      read.put(repeats, fit.parts());
    }
    return read.get(repeats);
  }

  /** The columns whose point masses have a probability in place of a density. */
  private static List<String> withoutSteps(TableSchema schema) {
    return schema.modelled().stream()
        .filter(column -> !column.masses().isEmpty() && column.step() == 0)
        .map(TableColumn::name)
        .toList();
  }

  /** The speed of the second call, since the first one prepares the graph. */
  private double drawsPerSecond(CompiledDistribution model, Rows contexts) {
    int[] repeated = IntStream.range(0, draws).map(i -> i % contexts.count()).toArray();
    Rows conditions = contexts.select(repeated);
    long begin = 0;
    for (int call = 0; call < 2; call++) {
      begin = System.nanoTime();
      Draws unused = model.given(conditions).sampleAndLogProb(draws, call);
    }
    return draws / since(begin);
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  public Comparison ranked() {
    TreeSet<String> apart = new TreeSet<>();
    masses.forEach(apart::addAll);
    apart.removeIf(column -> masses.stream().allMatch(all -> all.contains(column)));
    return new Comparison(contestants, failures, List.copyOf(apart));
  }
}
