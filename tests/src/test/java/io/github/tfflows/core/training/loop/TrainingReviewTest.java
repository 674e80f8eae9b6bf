package io.github.tfflows.core.training.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingReviewTest {
  private static HeldOutLoss loss(double value) {
    return new HeldOutLoss(value, value);
  }

  private static List<String> warnings(double initial, double best, int bestStep, double gaussian) {
    Optional<TrainingReview.Reference> reference =
        Optional.of(new TrainingReview.Reference(loss(gaussian), 2));
    return new TrainingReview(loss(initial), loss(best), bestStep, 500, 10, reference).warnings();
  }

  private static void assertWarns(String expected, List<String> warnings) {
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains(expected), warnings::toString);
  }

  @Test
  void aGoodTrainingHasNone() {
    assertEquals(List.of(), warnings(3, 1, 300, 2));
  }

  @Test
  void aFlowWorseThanAGaussianIsNamedWithBothLosses() {
    List<String> warnings = warnings(3, 2.5, 300, 2);
    assertWarns("no better than a Gaussian", warnings);
    assertTrue(warnings.get(0).contains("2.500") && warnings.get(0).contains("2.000"));
  }

  @Test
  void dataFarFromTheFlowAreNamed() {
    assertWarns("far from the initial flow", warnings(9, 1, 300, 2));
  }

  @Test
  void theFirstValidationAndTheInitialWeightsAreNamed() {
    assertWarns("first validation, at step 10", warnings(3, 1, 10, 2));
    assertWarns("is not trained", warnings(1, 1, 0, 2));
  }
}
