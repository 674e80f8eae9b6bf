package io.github.tfflows.parity;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.LearningRate;
import io.github.tfflows.core.training.Optimization;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.Validation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Trains flows on the rows that {@code tests/parity/quality.sh} prepares, with its settings, and
 * tests them on rows that they have not seen. Run by name only, as that script does.
 *
 * <p>The folder named by the system property {@code quality.folder} holds the settings and the
 * rows. Each flow that is trained adds a line to its file {@code results.tsv}: library, data, flow,
 * seed, mean log-likelihood of the test rows, seconds, seconds of CPU and the step of the weights.
 */
class QualityRuns {
  private static final List<String> FLOWS = List.of("maf", "nsf", "nsf_matrices");

  private final Path folder =
      Path.of(System.getProperty("quality.folder", "target/parity/quality"));
  private final Path results = folder.resolve("results.tsv");

  @Test
  void trainEveryFlow() throws IOException {
    QualitySettings settings = QualitySettings.read(folder);
    List<String> done = Files.exists(results) ? Files.readAllLines(results) : List.of();
    for (String seed : settings.words("seeds")) {
      for (String data : settings.words("data")) {
        for (String flow : FLOWS) {
          String run = String.join("\t", "tfflows", data, flow, seed);
          if (done.stream().noneMatch(line -> line.startsWith(run + "\t"))) {
            keep(run + "\t" + train(settings, data, flow, Long.parseLong(seed)));
          }
        }
      }
    }
  }

  private void keep(String line) throws IOException {
    Files.writeString(results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.out.println(line);
  }

  private String train(QualitySettings settings, String data, String flow, long seed)
      throws IOException {
    Data training = Data.of(settings.rows(data, "training"));
    Data validation = Data.of(settings.rows(data, "validation"));
    Rows test = settings.rows(data, "test");
    Training recipe = recipe(settings).withSeed(seed);
    long began = System.nanoTime();
    long beganCpu = cpuTime();
    try (CompiledDistribution model =
        recipe.fit(settings.flow(flow, test.size()), DataSource.of(training), validation)) {
      double seconds = (System.nanoTime() - began) / 1e9;
      double cpuSeconds = (cpuTime() - beganCpu) / 1e9;
      return String.format(
          Locale.ROOT,
          "%.4f\t%.1f\t%.1f\t%s",
          mean(model.logProb(test)),
          seconds,
          cpuSeconds,
          model.description().entries().get("training.best_step"));
    }
  }

  private static Training recipe(QualitySettings settings) {
    int steps = settings.integer("steps");
    int threads = settings.integer("threads");
    return Training.defaults()
        .withSteps(steps)
        .withBatchSize(settings.integer("batch"))
        .withOptimization(
            Optimization.defaults()
                .withLearningRate(LearningRate.cosine(settings.number("rate")))
                .withClipNorm(settings.number("clip")))
        .withValidation(
            Validation.defaults()
                .withEvery(settings.integer("validation_every"))
                .withPatience(steps))
        .withExecution(Execution.defaults().withThreadsPerOp(threads).withThreads(threads));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The nanoseconds that all threads of this process have computed, native ones too. */
  private static long cpuTime() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
