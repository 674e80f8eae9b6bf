package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitSizeTest {
  /** A name and numbers. */
  private static TableFit fit(int columns) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<String> row = new ArrayList<>(List.of(i % 3 == 0 ? "a" : "b"));
      for (int j = 1; j < columns; j++) {
        row.add("" + Math.sin(i * i * j));
      }
      rows.add(row);
    }
    List<String> names = new ArrayList<>(List.of("name"));
    for (int j = 1; j < columns; j++) {
      names.add("number " + j);
    }
    return TableFit.of(TableSources.of("waves", names, rows));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "3, 999, name, 502, 4, -",
        "3, 1000, name, 500, 4, ALL",
        "3, 49999, name, 7486, 4, ALL",
        "3, 50000, name, 7486, 1, ALL",
        "3, 7999, number 1, 3000, 4, -",
        "3, 8000, number 1, 3000, 4, ALL",
        "3, 50000, number 1, 7486, 1, ALL",
        "3, 7999, nothing, 3000, 1, -",
        "3, 8000, nothing, 3000, 1, SQUARE",
        "3, 100000, nothing, 10000, 1, SQUARE",
        "8, 7999, nothing, 3000, 1, -",
        "8, 8000, nothing, 5000, 1, SQUARE",
        "8, 100000, nothing, 12000, 1, SQUARE",
        "3, 2999, any, 1171, 1, -",
        "3, 3000, any, 1875, 1, -",
        "3, 20000, any, 12000, 1, SQUARE"
      })
  void theTrainingFollowsFromRowsAndColumns(
      int columns, int rows, String target, int steps, int members, Muon.@Nullable Kernels kernels)
      throws IOException {
    TableFit fit =
        switch (target) {
          case "nothing" -> fit(columns);
          case "any" -> fit(columns).givenAny();
          default -> fit(columns).predicting(target);
        };
    Training training = new FitSize(rows, fit.parts().table().schema()).training();
    assertEquals(Optional.ofNullable(kernels), training.optimization().muon().map(Muon::kernels));
    assertEquals(steps, training.steps());
    assertEquals(members, training.members());
    assertEquals(1.0 / 50, (double) training.validation().every() / steps, 1e-3);
  }
}
