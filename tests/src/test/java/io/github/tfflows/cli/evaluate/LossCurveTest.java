package io.github.tfflows.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossCurveTest {
  private static final LossCurve CURVE =
      curve(
          List.of(
              report(10, 3.25, OptionalDouble.of(4)),
              report(20, 2.5, OptionalDouble.of(3)),
              report(30, 2.25, OptionalDouble.of(3)),
              report(40, -2.125, OptionalDouble.of(2.75))));

  @Test
  void aDescriptionCarriesIt() {
    assertEquals(Optional.of(CURVE), read(CURVE.text()));
    LossCurve without = curve(List.of(report(1, 1.5, OptionalDouble.empty())));
    assertEquals(Optional.of(without), read(without.text()));
    assertEquals(Optional.empty(), LossCurve.read(new ModelDescription(Map.of())));
  }

  @Test
  void validationsAreShownOnceAndNotTheInitialOne() {
    assertEquals(List.of(20, 40), CURVE.validated().stream().map(LossCurve.Point::step).toList());
  }

  @Test
  void saysWhatItCannotRead() {
    Expect.rejected("\"20 x -\"", () -> read("10 1.5 -; 20 x -"));
    Expect.rejected("\"20\"", () -> read("20"));
  }

  private static Optional<LossCurve> read(String text) {
    return LossCurve.read(new ModelDescription(Map.of(LossCurve.KEY, text)));
  }

  @Test
  void longCurvesAreThinnedToTheirEnd() {
    List<LossCurve.Point> points =
        IntStream.rangeClosed(1, 1200)
            .mapToObj(step -> new LossCurve.Point(step, step, OptionalDouble.empty()))
            .toList();
    List<LossCurve.Point> kept = read(new LossCurve(points).text()).orElseThrow().points();
    assertEquals(400, kept.size());
    assertEquals(1200, kept.get(399).step());
  }

  private static LossCurve curve(List<Progress> reports) {
    return new LossCurve(reports.stream().map(LossCurve.Point::of).toList());
  }

  /** A training that is never stopped. */
  private static final class Unmoved implements Progress.Run {
    @Override
    public Weights weights() {
      return new Weights(Map.of());
    }

    @Override
    public void stop() {}
  }

  private static Progress report(int step, double loss, OptionalDouble heldOut) {
    return new Progress(step, 40, loss, heldOut, 1e-3, 1, new Unmoved());
  }
}
