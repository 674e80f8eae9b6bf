package io.github.tfflows.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.Expect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersTest {
  private static final GaussianMixture MIXTURE = new GaussianMixture(2, 2);
  private static final Training THREE =
      Training.defaults()
          .withSteps(40)
          .withBatchSize(32)
          .withLearningRate(LearningRate.constant(0.05))
          .withValidation(new Validation(0.2, 10, 10))
          .withMembers(3);

  private static Data data() {
    Random random = new Random(2);
    float[][] rows = new float[200][2];
    for (float[] row : rows) {
      row[0] = (float) (2 * random.nextGaussian());
      row[1] = (float) (row[0] + random.nextGaussian());
    }
    return Data.of(rows);
  }

  @Test
  void membersThatAreFittedApartMakeTheSameEnsemble() {
    List<Fold> folds = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Data.Split split = data().split(0.2, 0, i);
      folds.add(new Fold(DataSource.of(split.training()), split.heldOut()));
    }
    List<CompiledDistribution> members = THREE.fitMembers(MIXTURE, folds, progress -> {});
    try (CompiledDistribution all = THREE.fit(MIXTURE, folds, progress -> {});
        CompiledDistribution together = THREE.ensemble(MIXTURE, members)) {
      assertEquals(all.weights(), together.weights());
      assertEquals(all.description(), together.description());
      assertEquals("120", together.description().get("training.steps"));
      for (int i = 0; i < 3; i++) {
        assertEquals(member(all.weights(), i), members.get(i).weights());
        assertEquals(MIXTURE, members.get(i).description().definition());
        assertEquals("40", members.get(i).description().get("training.steps"));
      }
    } finally {
      members.forEach(CompiledDistribution::close);
    }
    Expect.rejected("at least one model", () -> THREE.ensemble(MIXTURE, List.of()));
  }

  private static Weights member(Weights all, int number) {
    Map<String, Weights.Array> own = new LinkedHashMap<>();
    String prefix = Ensemble.name(number) + ".";
    all.byName()
        .forEach(
            (name, array) -> {
              if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), array);
              }
            });
    return new Weights(own);
  }

  @Test
  void membersDifferAndTheFirstIsThatOfASingleFit() {
    try (CompiledDistribution all = THREE.fit(MIXTURE, data());
        CompiledDistribution one = THREE.withMembers(1).fit(MIXTURE, data())) {
      assertEquals(one.weights(), member(all.weights(), 0));
      assertNotEquals(one.weights(), member(all.weights(), 1));
      assertNotEquals(member(all.weights(), 1), member(all.weights(), 2));
    }
  }

  @Test
  void progressCountsTheStepsOfAllMembersAndCanEndThem() {
    List<Integer> steps = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    try (CompiledDistribution fitted =
        THREE.fit(
            MIXTURE,
            data(),
            progress -> {
              assertEquals(120, progress.steps());
              assertTrue(progress.bestStep() <= progress.step());
              steps.add(progress.step());
              seconds.add(progress.seconds());
              if (progress.step() >= 60) {
                progress.stop();
              }
            })) {
      assertEquals(60, steps.get(steps.size() - 1));
      assertEquals(seconds.stream().sorted().toList(), seconds);
      assertEquals(new Ensemble(List.of(MIXTURE, MIXTURE)), fitted.description().definition());
      assertEquals("60", fitted.description().get("training.steps"));
    }
  }

  @Test
  void aWarningAboutSeveralMembersComesOnceWithTheirNumber() {
    Training idle = THREE.withLearningRate(LearningRate.constant(1e-30)).withSteps(20);
    try (CompiledDistribution fitted = idle.fit(MIXTURE, data())) {
      List<String> warnings = fitted.description().get("training.warnings").lines().toList();
      assertEquals(2, warnings.size(), warnings::toString);
      assertTrue(warnings.get(1).startsWith("the model has its initial weights: after 20 "));
      for (String warning : warnings) {
        assertTrue(warning.endsWith(" (3 of 3 members; with numbers of the first)"), warning);
      }
      assertEquals("complete", fitted.description().get("training.end"));
    }
  }

  @Test
  void heldOutRowsOfMembersHaveNoneInCommon() {
    Data numbered = Data.of(rowsOf(10));
    List<Float> heldOut = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (float value : numbered.split(0.2, 7, i).heldOut().x().values()) {
        heldOut.add(value);
      }
    }
    assertEquals(10, heldOut.stream().distinct().count());
    assertEquals(numbered.split(0.2, 7), numbered.split(0.2, 7, 0));
  }

  private static float[][] rowsOf(int count) {
    float[][] rows = new float[count][1];
    IntStream.range(0, count).forEach(i -> rows[i][0] = i);
    return rows;
  }

  @Test
  void eachMemberHasItsOwnCheckpoints(@TempDir Path folder) throws Exception {
    Training recipe = THREE.withCheckpoints(folder, 20, 1);
    try (CompiledDistribution first = recipe.fit(DiagonalNormal.trainable(2), data());
        CompiledDistribution again = recipe.fit(DiagonalNormal.trainable(2), data())) {
      assertEquals(first.weights(), again.weights());
      for (int i = 0; i < 3; i++) {
        assertTrue(Files.exists(folder.resolve("member-" + i).resolve("step-40.checkpoint")));
      }
    }
  }

  @Test
  void aFitToADensityHasOneMember() {
    Expect.rejected(
        "a fit to a density trains one member, got 3 members",
        () -> THREE.fitTo(MIXTURE, MIXTURE::logProb).close());
  }
}
