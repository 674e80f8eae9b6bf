package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.training.LearningRate;
import io.github.tfflows.core.training.Progress;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fits a density of normal rows and scores unseen ones: reads, trains, exports, reloads, scores,
 * draws and reports.
 */
final class ShuttleJob {
  private final ShuttleOptions options;
  private final Path folder;
  private final ShuttleReport report;
  private final Stopwatch watch = new Stopwatch();

  ShuttleJob(ShuttleOptions options, Path folder, ShuttleReport report) {
    this.options = options;
    this.folder = folder;
    this.report = report;
  }

  void run() throws IOException {
    Files.createDirectories(folder); // before the work that it is for
    ShuttleData data = ShuttleData.read();
    ShuttleSplit split = ShuttleSplit.of(data.normal());
    watch.lap("reading the data");
    report.data(data, split);
    Path model = folder.resolve("model");
    List<Progress> history = train(split, model);
    ShuttleScores scores = score(model, split, data);
    ShuttlePictures pictures = new ShuttlePictures(folder);
    List<Path> files = pictures.save(history, scores);
    watch.lap("drawing the pictures");
    report.results(scores);
    report.files(model, files);
    report.times(watch);
  }

  private List<Progress> train(ShuttleSplit split, Path model) throws IOException {
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
