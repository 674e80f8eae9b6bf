package io.github.tfflows.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainingOptionsTest {
  /** Usually a validation every 107 steps of 5,390. */
  @ParameterizedTest
  @CsvSource({
    "--steps 6000, 107",
    "--steps 200, 20",
    "--steps 9, 1",
    "--epochs 1, 23",
    "--steps 200 --validate-every 150, 150"
  })
  void aShortTrainingIsValidatedTenTimes(String words, int every) {
    int rows = 60_000;
    TrainingOptions options =
        CommandLine.populateCommand(new TrainingOptions(), words.split(" ", -1));
    Training recipe = options.recipe(Training.forData(rows, 5), rows);
    assertEquals(every, recipe.validation().every());
  }

  @Test
  void aSmallShareHoldsOutARowAtLeast() {
    TrainingOptions options = CommandLine.populateCommand(new TrainingOptions(), "--held-out=.001");
    options.recipe(Training.forData(500, 5), 500);
    Expect.rejected(
        "--held-out 0.001 of 499 rows holds out none",
        () -> options.recipe(Training.forData(499, 5), 499));
    new TrainingOptions().recipe(Training.forData(4, 1), 4);
  }

  @Test
  void aRiseOfTheLearningRateEndsBeforeTheTraining() {
    TrainingOptions options =
        CommandLine.populateCommand(new TrainingOptions(), "--steps", "100", "--warm-up", "100");
    Expect.rejected(
        "--warm-up 100 leaves none of at most 100 steps",
        () -> options.recipe(Training.forData(600, 5), 600));
    options.warmUp = 99;
    options.recipe(Training.forData(600, 5), 600);
  }

  @Test
  void theLearningRateIsPositive() {
    CommandRun.of("fit a.csv --out m --learning-rate=0")
        .fails(2, "--learning-rate must be positive, got 0.0");
  }
}
