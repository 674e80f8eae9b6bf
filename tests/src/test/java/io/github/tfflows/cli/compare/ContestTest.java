package io.github.tfflows.cli.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.tfflows.cli.evaluate.Baseline;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.evaluation.Mean;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContestTest {
  private static final TableSource NUMBERS =
      Tables.of("a,b", 60, i -> List.of(i * 0.37, Math.sin(i)));

  private static FlowFamily.Size small(FlowFamily.Size usual) {
    return new FlowFamily.Size(1, 8, 1, 8);
  }

  @Test
  void flowsWithOneTreatmentOfRepeatedNumbersReadTheTableOnce() throws IOException {
    AtomicInteger passes = new AtomicInteger();
    TableFit fit =
        TableFit.of(counted(passes))
            .withRepeats(Repeats.DENSITY)
            .withTraining(usual -> usual.withSteps(2).withMembers(1));
    Contest contest = new Contest(fit.parts(), 10);
    int once = passes.get();
    contest.enter("nice", Repeats.DENSITY, fit.withFlow(FlowFamily.NICE, ContestTest::small));
    contest.enter("planar", Repeats.DENSITY, fit.withFlow(FlowFamily.PLANAR, ContestTest::small));
    assertEquals(once, passes.get());
    contest.enter(
        "maf",
        Repeats.MASS,
        fit.withFlow(FlowFamily.MAF, ContestTest::small).withRepeats(Repeats.MASS));
    assertEquals(2 * once, passes.get());
    Comparison ranked = contest.ranked();
    assertEquals(Map.of(), ranked.failures());
    assertEquals(3, ranked.contestants().size());
  }

  @Test
  void baselinesOfSeveralMembersAreMeasuredOnTheRowsOfEach() throws IOException {
    FitParts parts =
        TableFit.of(NUMBERS)
            .withRepeats(Repeats.DENSITY)
            .withTraining(usual -> usual.withMembers(2))
            .parts();
    Data.Split one = parts.splits().get(0);
    Data.Split other = parts.splits().get(1);
    List<float[]> all = baselines(parts, one, other);
    List<float[]> ofOne = baselines(parts, one);
    List<float[]> ofOther = baselines(parts, other);
    for (int i = 0; i < all.size(); i++) {
      assertArrayEquals(ofOne.get(i), Arrays.copyOf(all.get(i), ofOne.get(i).length));
      int from = all.get(i).length - ofOther.get(i).length;
      assertArrayEquals(ofOther.get(i), Arrays.copyOfRange(all.get(i), from, all.get(i).length));
      assertEquals(ofOne.get(i).length, from);
    }
  }

  @Test
  void pointMassesOfColumnsWithStepsAreComparable() throws IOException {
    TableFit fit =
        TableFit.of(Tables.of("rating,b", 200, i -> List.of(i % 5, Math.sin(i))))
            .withFlow(FlowFamily.MAF, ContestTest::small)
            .withRepeats(Repeats.MASS)
            .withTraining(usual -> usual.withSteps(2).withMembers(1));
    assertFalse(fit.parts().table().schema().modelled().get(0).masses().isEmpty());
    FitParts parts = fit.withRepeats(Repeats.DENSITY).parts();
    Contest contest = new Contest(parts, 10);
    contest.enterBaselines(parts.splits(), 1);
    contest.enter("maf", Repeats.MASS, fit);
    assertEquals(List.of(), contest.ranked().apart());
  }

  /** The log-densities of the baselines, by name. */
  private static List<float[]> baselines(FitParts parts, Data.Split... splits) {
    Contest contest = new Contest(parts, 10);
    contest.enterBaselines(List.of(splits), 1);
    return contest.ranked().contestants().stream()
        .map(Contestant::fitted)
        .sorted(Comparator.comparing(Baseline::name))
        .map(Baseline::logProb)
        .toList();
  }

  private static TableSource counted(AtomicInteger passes) {
    return new TableSource.Following() {
      @Override
      public TableSource all() {
        return NUMBERS;
      }

      @Override
      public RowCursor open() throws IOException {
        passes.incrementAndGet();
        return NUMBERS.open();
      }
    };
  }

  @Test
  void theBestComesFirstAndOthersAreMeasuredAgainstIt() {
    Comparison comparison =
        new Comparison(
            List.of(run("low", 1, 2, 3), run("high", 2, 3, 4.5f)),
            Map.of("broken", "it diverged"),
            List.of());
    Contestant best = comparison.contestants().get(0);
    assertEquals("high", best.fitted().name());
    assertEquals(new Mean(0, 0), comparison.behind(best));
    Mean behind = comparison.behind(comparison.contestants().get(1));
    assertEquals(3.5 / 3, behind.value(), 1e-9);
    assertEquals(1 / 6.0, behind.standardError(), 1e-9); // of 1, 1 and 1.5
    assertEquals(Map.of("broken", "it diverged"), comparison.failures());
  }

  private static Contestant run(String name, float... logProb) {
    return new Contestant(new Baseline(name, logProb, 1, 1), OptionalDouble.empty());
  }
}
