package io.github.tfflows.core;

import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.inference.Divergence;
import io.github.tfflows.core.inference.WeightedDraws;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;

/** Definitions that yield a column where one number for each row is expected. */
class RowNumbersTest {
  private static final Distribution NORMAL = StandardNormal.of(2);
  private static final LogDensity COLUMN = (scope, x) -> column(x.square().times(-0.5));
  private static final Training QUICK = Training.defaults().withSteps(1);

  private static Expr column(Expr x) {
    return x.sumLast().expand(-1);
  }

  private record Base() implements Distribution {
    @Override
    public Shape eventShape() {
      return NORMAL.eventShape();
    }

    @Override
    public Expr logProb(GraphScope scope, Expr x) {
      return COLUMN.logProb(scope, x);
    }

    @Override
    public Sample sample(GraphScope scope, Noise noise) {
      return NORMAL.sample(scope, noise);
    }
  }

  private record Map() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return new Mapped(x, column(x.zeros()));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return forward(scope, y);
    }
  }

  static final List<Distribution> WRONG =
      List.of(new Base(), new TransformedDistribution(NORMAL, new Map()));

  private static final String EXPECTED = "must have the shape [n], one number for each row, got [";

  @ParameterizedTest
  @FieldSource("WRONG")
  void aDistributionIsNeitherCompiledNorTrained(Distribution wrong) {
    Expect.rejected(EXPECTED, () -> CompiledDistribution.compile(wrong, 0).close());
    Expect.rejected(EXPECTED, () -> QUICK.fit(wrong, new float[100][2]).close());
  }

  private record Narrow() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(x.slice(1, 0, 1));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return forward(scope, y);
    }
  }

  @Test
  void aMapOntoOtherEventsIsNeitherCompiledNorTrained() {
    TransformedDistribution wrong = new TransformedDistribution(NORMAL, new Narrow());
    String expected =
        "the value of Narrow[] must have the shape [-1, 2], one event for each row, got [-1, 1]";
    Expect.rejected(expected, () -> CompiledDistribution.compile(wrong, 0).close());
    Expect.rejected(
        "the value of Narrow[] must have the shape [-1, 2], one event for each row, got [",
        () -> QUICK.fit(wrong, new float[100][2]).close());
  }

  @Test
  void aTargetIsNotFitted() {
    Distribution flow = DiagonalNormal.trainable(2);
    Expect.rejected("the target " + EXPECTED, () -> QUICK.fitTo(flow, COLUMN).close());
    Expect.rejected(
        "the target " + EXPECTED,
        () -> QUICK.fitTo(flow, COLUMN, new Divergence.Renyi(0.5), progress -> {}).close());
    Expect.rejected(EXPECTED, () -> WeightedDraws.of(flow, COLUMN, 10, 0));
  }
}
