package io.github.tfflows.quality;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.RowExplanation;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Fits of tables with the defaults of the library, and their results. */
final class TableFits {
  private static TableFit fit(TableSource table, long seed, Consumer<Progress> listener) {
    return TableFit.of(table)
        .withTraining(usual -> usual.withSeed(seed))
        .listening(FitListener.ofTraining(listener));
  }

  /**
   * The strangeness of rows.
   *
   * @param strangeness one number a row; infinite for one that does not suit the columns
   * @param seconds the seconds of the fit and of the scores, then the CPU seconds
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Scored(float[] strangeness, double[] seconds) {}

  /** Fits a model to a file of rows, and scores those of another one. */
  static Scored anomalies(Path training, Path test, long seed, Consumer<Progress> listener)
      throws IOException {
    TableFit fit = fit(Tables.open(training), seed, listener);
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      List<RowScore> scores = model.score(Tables.open(test));
      float[] strangeness = new float[scores.size()];
      for (int i = 0; i < strangeness.length; i++) {
        strangeness[i] = scores.get(i).strangeness();
      }
      return new Scored(strangeness, watch.read());
    }
  }

  /**
   * Fits a model of any cell to a file of rows, and explains those of another one.
   *
   * @param explained receives for each row the contribution of the oddest cell, its column, the
   *     log-density, and the negative strangeness
   * @return the seconds of the fit and of the explanations, then the CPU seconds
   */
  static double[] explaining(
      Path training,
      Path test,
      List<List<Object>> explained,
      long seed,
      Consumer<Progress> listener)
      throws IOException {
    TableFit fit = fit(Tables.open(training), seed, listener).givenAny();
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      Reading reading = Reading.of(Missing.MODEL).reporting();
      try (TableReader reader = TableReader.open(Tables.open(test), model.schema(), reading)) {
        for (Optional<TableChunk> next = reader.next(); next.isPresent(); next = reader.next()) {
          List<RowScore> scores = model.score(next.get());
          List<RowExplanation> cells = model.explained(next.get());
          for (int i = 0; i < scores.size(); i++) {
            explained.add(explained(scores.get(i), cells.get(i)));
          }
        }
      }
      return watch.read();
    }
  }

  private static List<Object> explained(RowScore score, RowExplanation cells) {
    String oddest = score.problem().map(TableFits::named).orElse(cells.oddest());
    double least = cells.differences().get(cells.columns().indexOf(cells.oddest()));
    return List.of(
        score.problem().isPresent() ? Double.NEGATIVE_INFINITY : least,
        oddest,
        (double) score.logProb(),
        (double) -score.strangeness());
  }

  /** The column that the reason names why a row does not suit. */
  private static String named(String problem) {
    return problem.replaceFirst("(?s)^column ([^:]*):.*", "$1");
  }

  /**
   * The filled tables.
   *
   * @param header the names of the columns
   * @param draws the rows of each table, in order; a row is a list of {@code Double} and text
   * @param seconds the seconds of the fit and of all draws, then the CPU seconds
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Filled(List<String> header, List<List<List<Object>>> draws, double[] seconds) {}

  /** Fits a model to a file with gaps by the defaults, and fills them several times. */
  static Filled filling(Path gaps, int draws, long seed, Consumer<Progress> listener)
      throws IOException {
    TableSource source = Tables.open(gaps);
    TableFit fit = fit(source, seed, listener).givenAny();
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      List<List<List<Object>>> filled = new ArrayList<>();
      for (int draw = 0; draw < draws; draw++) {
        filled.add(filled(model, source, 1_000 * seed + draw));
      }
      List<String> header = model.schema().written().stream().map(TableColumn::name).toList();
      return new Filled(header, filled, watch.read());
    }
  }

  private static List<List<Object>> filled(TableModel model, TableSource source, long seed)
      throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    Reading reading = Reading.of(Missing.MODEL);
    try (TableReader reader = TableReader.ofGaps(source, model.schema(), reading)) {
      for (Optional<TableChunk> next = reader.next(); next.isPresent(); next = reader.next()) {
        rows.addAll(model.imputed(next.get(), seed));
      }
    }
    return rows;
  }

  private static final int TEST_ROWS = 20_000;

  /** Returns the mean log-probability of complete rows, the true one, seconds, and CPU seconds. */
  static double[] mixed(String kind, int rows, long seed, Consumer<Progress> listener)
      throws IOException {
    KnownTable table = new KnownTable(gaps(kind));
    TableSource source = table.training(rows, seed);
    Conditioning conditioning = kind.equals("any") ? Conditioning.ANY : Conditioning.NONE;
    TableFit fit = fit(source, seed, listener).withConditioning(conditioning);
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      double[] seconds = watch.read();
      long testSeed = -seed - 1;
      Data test =
          TableReader.readAll(table.test(TEST_ROWS, testSeed), model.schema(), Missing.MODEL);
      double truth = table.truth(TEST_ROWS, testSeed);
      double found = QualityRuns.mean(model.logProb(test));
      return new double[] {found, truth, seconds[0], seconds[1]};
    }
  }

  private static KnownTable.Gaps gaps(String kind) {
    return switch (kind) {
      case "complete", "any" -> KnownTable.Gaps.NONE;
      case "missing_at_random" -> KnownTable.Gaps.AT_RANDOM;
      case "missing_by_name" -> KnownTable.Gaps.BY_NAME;
      default -> throw new IllegalArgumentException("no table is named " + kind);
    };
  }

  private static final long OTHER_SEED = 100;

  /**
   * Fits a model to a file of rows, and writes as many draws.
   *
   * @param kinds a file with the declared kinds, {@code name=kind} in a line
   * @return the seconds, and the CPU seconds
   */
  static double[] synthetic(
      Path training, Path kinds, Path draws, long seed, Consumer<Progress> listener)
      throws IOException {
    TableFit fit = fit(Tables.open(training), seed, listener);
    for (String line : Files.readAllLines(kinds)) {
      int end = line.lastIndexOf('=');
      fit = fit.withKind(line.substring(0, end), ColumnKind.parse(line.substring(end + 1)));
    }
    int count = Tables.cells(Tables.open(training)).size();
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      List<String> names = model.schema().written().stream().map(TableColumn::name).toList();
      List<String> lines = new ArrayList<>(List.of(String.join(",", names)));
      for (Map<String, Object> row : model.draw(count, seed + OTHER_SEED)) {
        lines.add(String.join(",", row.values().stream().map(TableFits::text).toList()));
      }
      Files.write(draws, lines);
      return watch.read();
    }
  }

  private static String text(Object cell) {
    return cell instanceof Double number && number.isNaN() ? "" : cell.toString();
  }

  private static final String TARGET = "y";
  private static final double[] LEVELS =
      IntStream.range(1, 20).mapToDouble(i -> i / 20.0).toArray();

  /**
   * Fits a model to a file of rows, and measures it by another one.
   *
   * @return of a number the score, the coverage and the width of intervals of 90 %, their width
   *     after one factor has stretched them to cover 90 % of the rows, and the log-likelihood; of a
   *     name the log-loss. The last two are seconds, and seconds of the CPU
   */
  static double[] prediction(Path training, Path test, long seed, Consumer<Progress> listener)
      throws IOException {
    TableFit fit = fit(Tables.open(training), seed, listener).predicting(TARGET);
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      double[] seconds = watch.read();
      Data rows = TableReader.readAll(Tables.open(test), model.schema(), Missing.MODEL);
      Predictor predictor = model.predict(TARGET);
      double[] found = found(predictor.given(rows), predictor.observed(rows));
      double[] all = Arrays.copyOf(found, found.length + 2);
      System.arraycopy(seconds, 0, all, found.length, 2);
      return all;
    }
  }

  private static double[] found(Predictions predictions, float[] observed) {
    double logProb = Arrays.stream(predictions.logProb(observed)).average().orElseThrow();
    if (predictions.column().kind().isNamed()) {
      return new double[] {-logProb};
    }
    List<Interval> intervals = predictions.intervals(0.9);
    double width = intervals.stream().mapToDouble(Interval::width).average().orElseThrow();
    double[] stretches = stretches(intervals, predictions.quantiles(0.5), observed);
    double covered =
        Arrays.stream(stretches).map(factor -> factor <= 1 ? 1 : 0).average().orElseThrow();
    Arrays.sort(stretches);
    double stretched = width * stretches[(int) Math.ceil(0.9 * stretches.length) - 1];
    return new double[] {score(predictions, observed), covered, width, stretched, logProb};
  }

  /** The factors by which intervals around the medians must grow to contain the rows. */
  private static double[] stretches(List<Interval> intervals, double[] middles, float[] observed) {
    double[] stretches = new double[observed.length];
    for (int row = 0; row < observed.length; row++) {
      Interval interval = intervals.get(row);
      double away = observed[row] - middles[row];
      double side = away > 0 ? interval.high() - middles[row] : middles[row] - interval.low();
      stretches[row] = Math.abs(away) / Math.max(side, Double.MIN_NORMAL);
    }
    return stretches;
  }

  /** Twice the mean pinball loss over the levels. */
  private static double score(Predictions predictions, float[] observed) {
    double[] quantiles = predictions.quantiles(LEVELS);
    double sum = 0;
    for (int i = 0; i < quantiles.length; i++) {
      double level = LEVELS[i % LEVELS.length];
      double error = observed[i / LEVELS.length] - quantiles[i];
      sum += 2 * Math.max(level * error, (level - 1) * error);
    }
    return sum / quantiles.length;
  }

  private TableFits() {}
}
