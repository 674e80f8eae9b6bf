package io.github.tfflows.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.training.Training;
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
}
