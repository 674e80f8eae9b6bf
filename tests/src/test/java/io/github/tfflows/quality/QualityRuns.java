package io.github.tfflows.quality;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The measurements of this library for {@code tests/quality/run.sh}.
 *
 * <p>Arguments: a part and its folder, which holds the settings and the rows; of the part {@code
 * time} also data, seed, and the start of the process, in milliseconds since 1970. Each run adds a
 * line to {@code results.tsv} in the folder: library, data, flow, seed, and the numbers.
 */
final class QualityRuns {
  private final QualitySettings settings;
  private final Path results;

  private QualityRuns(Path folder) throws IOException {
    settings = QualitySettings.read(folder);
    results = folder.resolve("results.tsv");
  }

  public static void main(String[] arguments) throws IOException {
    QualityRuns runs = new QualityRuns(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "equal", "defaults" -> runs.each(runs::heldOut);
      case "architectures" -> runs.each(runs::architecture);
      case "anomalies" -> runs.each(runs::scores);
      case "tails" -> runs.each(runs::tails);
      case "mixed" -> runs.each(runs::mixed);
      case "prediction" -> runs.each(runs::prediction);
      case "synthetic" -> runs.each(runs::synthetic);
      case "filling" -> runs.each(runs::filling);
      case "explaining" -> runs.each(runs::explaining);
      case "time" -> runs.trace(arguments[2], arguments[3], Long.parseLong(arguments[4]));
      default -> throw new IllegalArgumentException("no part is named " + arguments[0]);
    }
  }

  private interface Run {
    double[] measure(String data, String flow, long seed) throws IOException;
  }

  /** Runs each flow on each table by each seed, unless the results have a line of it. */
  private void each(Run run) throws IOException {
    List<String> done = Files.exists(results) ? Files.readAllLines(results) : List.of();
    for (String seed : settings.words("seeds")) {
      for (String data : settings.words("data")) {
        for (String flow : settings.words("flows")) {
          String key = String.join("\t", "tfflows", data, flow, seed);
          if (done.stream().noneMatch(line -> line.startsWith(key + "\t"))) {
            keep(key, run.measure(data, flow, Long.parseLong(seed)));
          }
        }
      }
    }
  }

  private void keep(String key, double[] measured) throws IOException {
    String values =
        Arrays.stream(measured)
            .mapToObj(value -> String.format(Locale.ROOT, "%.6g", value))
            .collect(Collectors.joining("\t"));
    String line = key + "\t" + values + "\n";
    Files.writeString(results, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.err.print(line);
  }

  /** The mean log-likelihood of the test rows, the seconds, and the CPU seconds. */
  private double[] heldOut(String data, String flow, long seed) throws IOException {
    Rows test = settings.rows(data, seed, "test");
    Stopwatch watch = Stopwatch.start();
    try (CompiledDistribution model = fit(data, flow, seed)) {
      double[] seconds = watch.read();
      return new double[] {mean(model.logProb(test)), seconds[0], seconds[1]};
    }
  }

  private double[] architecture(String data, String flow, long seed) throws IOException {
    return ArchitectureFit.measure(settings, data, flow, seed);
  }

  /** Writes the strangeness of the test rows to a file; returns seconds and CPU seconds. */
  private double[] scores(String data, String flow, long seed) throws IOException {
    TableFits.Scored found =
        TableFits.anomalies(
            settings.table(data, seed, "training"),
            settings.table(data, seed, "test"),
            seed,
            this::endInTime);
    settings.write(data, seed, "scores", found.strangeness());
    return found.seconds();
  }

  /** The findings of {@link Tails}, and the mean and the least log-density of the test rows. */
  private double[] tails(String data, String flow, long seed) throws IOException {
    Rows test = settings.rows(data, seed, "test");
    Rows start = settings.rows(data, seed, "training").slice(0, 1);
    try (CompiledDistribution model = fit(data, flow, seed)) {
      Tails tails =
          Tails.of(model, start, settings.integer("directions"), settings.integer("distances"));
      float[] rows = model.logProb(test);
      double worst = Double.POSITIVE_INFINITY;
      for (float row : rows) {
        worst = Math.min(worst, row);
      }
      return new double[] {tails.lowest(), tails.rise(), tails.notFinite(), mean(rows), worst};
    }
  }

  /** The findings of {@link TableFits} or {@link SubsetFit}; the data are a number of rows. */
  private double[] mixed(String rows, String kind, long seed) throws IOException {
    if (kind.equals("subsets")) {
      return SubsetFit.measure(Integer.parseInt(rows), seed, this::endInTime);
    }
    return TableFits.mixed(kind, Integer.parseInt(rows), seed, this::endInTime);
  }

  /** The findings of {@link TableFits}. */
  private double[] prediction(String data, String flow, long seed) throws IOException {
    return TableFits.prediction(
        settings.table(data, seed, "training"),
        settings.table(data, seed, "test"),
        seed,
        this::endInTime);
  }

  /** Writes draws to a file; returns seconds and CPU seconds. */
  private double[] synthetic(String data, String flow, long seed) throws IOException {
    return TableFits.synthetic(
        settings.table(data, seed, "training"),
        settings.kinds(data),
        settings.table(data, seed, "draws"),
        seed,
        this::endInTime);
  }

  /** Writes the filled tables to files; returns seconds and CPU seconds. */
  private double[] filling(String data, String flow, long seed) throws IOException {
    Path gaps = settings.table(data, seed, "gaps");
    TableFits.Filled found =
        TableFits.filling(gaps, settings.integer("draws"), seed, this::endInTime);
    for (int draw = 0; draw < found.draws().size(); draw++) {
      settings.write(data, seed, "tfflows-" + draw, found.header(), found.draws().get(draw));
    }
    return found.seconds();
  }

  /** Writes the explanations of the test rows; returns seconds and CPU seconds. */
  private double[] explaining(String data, String flow, long seed) throws IOException {
    List<List<Object>> explained = new ArrayList<>();
    double[] seconds =
        TableFits.explaining(
            settings.table(data, seed, "training"),
            settings.table(data, seed, "test"),
            explained,
            seed,
            this::endInTime);
    List<String> header = List.of("cell", "oddest", "log_prob", "strangeness");
    settings.write(data, seed, "explained", header, explained);
    return seconds;
  }

  private void trace(String data, String seed, long began) throws IOException {
    double[] trace =
        Trace.of(
            settings.allTraining(data, Long.parseLong(seed)),
            settings.rows(data, Long.parseLong(seed), "test"),
            Long.parseLong(seed),
            began,
            this::endInTime);
    keep(String.join("\t", "tfflows", data, "trace", seed), trace);
  }

  private CompiledDistribution fit(String data, String flow, long seed) throws IOException {
    if (flow.equals("default")) {
      Rows rows = settings.allTraining(data, seed);
      return DefaultFit.fit(rows.toArrays(), seed, this::endInTime);
    }
    if (flow.equals("table")) {
      Rows rows = settings.allTraining(data, seed);
      return DefaultFit.fitTable(rows.toArrays(), seed, this::endInTime);
    }
    Rows training = settings.rows(data, seed, "training");
    return new SizedFlows(settings)
        .fit(flow, training, settings.rows(data, seed, "validation"), seed);
  }

  private void endInTime(Progress progress) {
    int most = settings.integer("most_steps");
    if (most > 0 && progress.step() >= most) {
      progress.stop();
    }
  }

  static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
