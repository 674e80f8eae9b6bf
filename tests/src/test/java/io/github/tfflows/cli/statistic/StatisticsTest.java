package io.github.tfflows.cli.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.LinearGaussian;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.evaluation.Mean;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Statistics of the tool: conditions of a Gaussian, and simple densities. */
class StatisticsTest {
  @Test
  void mixtureSeesTwoClustersWhereOneGaussianDoesNot() {
    float[][] rows = TestRows.correlated(2000, 0.9, 5);
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] += i % 2 == 0 ? 8 : -8;
    }
    Data.Split split = Data.of(rows).split(0.5, 1);
    LinearGaussian gaussian = LinearGaussian.fit(split.training());
    try (MixtureOfGaussians mixture = MixtureOfGaussians.fit(gaussian, split.training(), 1)) {
      double entropy = // of both clusters and of which it is
          Math.log(2) + Math.log(2 * Math.PI * Math.E) + 0.5 * Math.log(1 - 0.81);
      double found = Mean.of(mixture.logProb(split.heldOut())).value();
      assertEquals(-entropy, found, 0.15);
      assertTrue(found > Mean.of(gaussian.logProb(split.heldOut())).value() + 0.5);
      assertEquals(5, gaussian.parameters(), "two means and a covariance");
      assertEquals(5, mixture.parameters() - mixture.mixture().weights().size());
    }
  }

  @Test
  void eachKindBecomesNumbersThatAMeanCanBeLinearIn() {
    Conditions conditions =
        new Conditions(
            List.of(
                new TableColumn("name", new ColumnKind.Categorical(), List.of("a", "b", "c")),
                new TableColumn("hour", new ColumnKind.Circular(24), List.of()),
                new TableColumn("price", new ColumnKind.Positive(), List.of()),
                new TableColumn("x", new ColumnKind.Real(), List.of())));
    Rows numbers = conditions.apply(Rows.of(new float[][] {{1, 6, 1, -4}, {2, 12, 100, 5}}));
    assertEquals(7, numbers.size());
    float log100 = (float) Math.log(100);
    assertArrayEquals(
        new float[] {0, 1, 0, 1, 0, 0, -4, 0, 0, 1, 0, -1, log100, 5}, numbers.values(), 1e-6f);
  }

  @Test
  void smallNumbersHaveDensitiesPerUnitOfTheirValues() throws IOException {
    FitParts parts = TableFit.of(Tables.of("x", 200, i -> List.of(1e-50 * Math.sin(i)))).parts();
    Rows rows = parts.splits().get(0).training().x();
    float[] logProb = IndependentColumns.fit(parts.table().schema(), rows).logProb(rows);
    double entropy = 0.5 * Math.log(Math.PI * Math.E) + Math.log(1e-50); // of the variance 0.5e-100
    assertEquals(-entropy, Mean.of(logProb).value(), 0.1);
  }

  @Test
  void noConditionsStayNone() {
    assertEquals(Rows.empty(3), new Conditions(List.of()).apply(Rows.empty(3)));
  }
}
