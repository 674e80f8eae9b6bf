package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code shuttle}. */
@Command(
    name = "shuttle",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Anomaly detection on the Statlog Shuttle data: trains a neural spline flow on normal rows"
          + " only, exports it, reloads it and scores unseen normal rows and all anomalies.",
      "Writes a SavedModel and pictures of its scores to OUT/shuttle."
    })
public final class ShuttleCommand implements Callable<Integer> {
  @Mixin private final ShuttleOptions options = new ShuttleOptions();

  @Option(names = "--out", paramLabel = "DIR", description = "Where to write.")
  private Path out = Path.of("out");

  private final Stopwatch watch = new Stopwatch();

  @Override
  public Integer call() throws IOException {
    run(out.resolve("shuttle"), new ShuttleReport(System.out));
    return 0;
  }

  private void run(Path folder, ShuttleReport report) throws IOException {
    Files.createDirectories(folder); // before the work that it is for
    ShuttleData data = ShuttleData.read();
    ShuttleSplit split = ShuttleSplit.of(data.normal());
    watch.lap("reading the data");
    report.data(data, split);
    Path model = folder.resolve("model");
    List<Progress> history = train(split, model, report);
    ShuttleScores scores = score(model, split, data);
    ShuttlePictures pictures = new ShuttlePictures(folder);
    List<Path> files = pictures.save(history, scores);
    watch.lap("drawing the pictures");
    report.results(scores);
    report.files(model, files);
    report.times(watch);
  }

  private List<Progress> train(ShuttleSplit split, Path model, ShuttleReport report)
      throws IOException {
    report.model(options);
    Data rows = split.training();
    Distribution flow = ShuttleFlow.of(options, rows);
    float[] spacing = ShuttleFlow.spacing(rows);
    DataSource training = DataSource.of(rows).dequantized(spacing, options.seed);
    Data validation = split.validation().dequantized(spacing, -options.seed - 1);
    TrainingLog log = new TrainingLog();
    try (CompiledDistribution fitted = recipe().fit(flow, training, validation, log)) {
      watch.lap("training");
      fitted.export(model, ExportOptions.defaults().replacing());
      watch.lap("exporting");
      return log.history();
    }
  }

  private Training recipe() {
    return Training.defaults()
        .withSteps(options.steps)
        .withBatchSize(options.batchSize)
        .withLearningRate(LearningRate.cosine(options.learningRate))
        .withValidation(Validation.defaults().withEvery(Math.max(1, options.steps / 10)))
        .withSeed(options.seed);
  }

  private ShuttleScores score(Path model, ShuttleSplit split, ShuttleData data) throws IOException {
    try (CompiledDistribution reloaded = CompiledDistribution.load(model)) {
      watch.lap("reloading");
      ShuttleScores scores = ShuttleScores.of(reloaded, split.test(), data);
      watch.lap("scoring");
      return scores;
    }
  }
}
