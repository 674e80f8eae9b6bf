package io.github.tfflows.gallery.architectures;

import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.shuttle.NormalRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.knowm.xchart.HeatMapChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code architectures}. */
@Command(
    name = "architectures",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Fits each architecture of the library to the same densities, and prints a table: mean"
          + " log-density of unseen rows in nats, milliseconds of a step and of 1,000 draws.",
      "Writes OUT/architectures.png, the learned densities of the plane."
    })
public final class ArchitecturesCommand implements Callable<Integer> {
  private static final double LIMIT = 2.5;
  private static final int COLUMNS = 6;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Architectures; by default all: ${COMPLETION-CANDIDATES}.")
  private List<Architecture> only = List.of(Architecture.values());

  @Option(
      names = "--on",
      split = ",",
      paramLabel = "NAME",
      description = "Densities: ${COMPLETION-CANDIDATES}.")
  private List<Target> targets = List.of(Target.MOONS, Target.CHECKERBOARD);

  @Option(names = "--n", paramLabel = "N", description = "Rows of the plane to train on.")
  private int rows = 20_000;

  @Option(names = "--steps", paramLabel = "N", description = "Training steps.")
  private int steps = 2_000;

  @Option(names = "--batch", paramLabel = "N", description = "Rows of a step.")
  private int batch = 256;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of rows, weights and draws.")
  private long seed = 1;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder of the picture.")
  private Path out = Path.of("out");

  @Override
  public Integer call() throws IOException {
    List<HeatMapChart> maps = new ArrayList<>();
    System.out.println("| architecture | density | held out | ms a step | ms per 1,000 draws |");
    System.out.println("|---|---|---|---|---|");
    for (Target target : targets) {
      NormalRows data = target.rows(rows, seed);
      for (Architecture architecture : only) {
        try (Trial trial = Trial.of(architecture.objective(data.test().size()), data, recipe())) {
          System.out.println(trial.line(architecture, target));
          if (data.test().size() == 2) {
            maps.add(DensityMap.of(architecture.toString(), LIMIT, trial.model()::logProb));
          }
        }
      }
    }
    if (!maps.isEmpty()) {
      Picture picture = new Picture(Math.min(COLUMNS, maps.size()), maps);
      System.out.println("Wrote " + picture.save(out.resolve("architectures.png")));
    }
    return 0;
  }

  private Training recipe() {
    return Training.defaults()
        .withSteps(steps)
        .withBatchSize(batch)
        .withLearningRate(LearningRate.cosine(5e-3))
        .withSeed(seed);
  }
}
