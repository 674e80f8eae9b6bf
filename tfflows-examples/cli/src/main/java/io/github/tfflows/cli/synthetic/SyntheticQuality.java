package io.github.tfflows.cli.synthetic;

import io.github.tfflows.tables.synthetic.Auroc;
import io.github.tfflows.tables.synthetic.Closeness;
import io.github.tfflows.tables.synthetic.ClosestRows;
import io.github.tfflows.tables.synthetic.ColumnShape;
import io.github.tfflows.tables.synthetic.Copies;
import io.github.tfflows.tables.synthetic.PairTrend;
import io.github.tfflows.tables.synthetic.QualityScores;
import io.github.tfflows.tables.synthetic.TableSample;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The quality of draws as synthetic data, next to the quality of other real rows in their place.
 *
 * @param rows the number of draws, of real rows, and of reference rows with which scores compare
 *     both
 * @param scores the similarity of columns and of pairs of columns to the reference
 * @param classifier the classifier that separates draws or real rows from the reference; empty for
 *     too few rows
 * @param closeness their distances to the closest rows
 * @param copies the shares of draws and of real rows that are closer to training rows; empty if
 *     these are unknown
 * @param target the prediction of a column; empty if none was chosen
 */
public record SyntheticQuality(
    int rows,
    Pair<QualityScores> scores,
    Optional<Classifier> classifier,
    Search closeness,
    Optional<Copies> copies,
    Optional<TargetScore> target) {
  private static final int MOST_CLASSIFIED = 2_500;
  private static final int LEAST_CLASSIFIED = 500;
  private static final int MOST_CELLS = 50_000;
  private static final int MOST_SEARCHED = 1_000;
  private static final int MOST_SEARCHED_AMONG = 50_000;

  /** A result for draws and the same for real rows. */
  public record Pair<T>(T draws, T real) {}

  /**
   * The cross-validated area under the ROC curve of a classifier.
   *
   * @param auroc 0.5 for rows that cannot be told from the reference
   * @param rows the number of rows of each sample
   */
  public record Classifier(Pair<Auroc> auroc, int rows) {}

  /**
   * The distances to the closest rows.
   *
   * @param distances their quantiles
   * @param rows the number of draws, and of real rows
   * @param among the number of rows in the search: training rows if they are known, otherwise
   *     reference rows
   */
  public record Search(Pair<Closeness> distances, int rows, int among) {}

  /**
   * Compares draws with rows.
   *
   * @param target the column to predict, if any
   * @param seed equal seeds give equal results
   * @throws IllegalArgumentException if the target cannot be predicted
   */
  public static SyntheticQuality of(SyntheticTables tables, Optional<String> target, long seed) {
    TableSample reference = tables.reference();
    TableSample draws = tables.draws().first(MOST_SEARCHED);
    TableSample real = tables.real().first(MOST_SEARCHED);
    return new SyntheticQuality(
        tables.rows(),
        new Pair<>(
            QualityScores.of(reference, tables.draws()),
            QualityScores.of(reference, tables.real())),
        classifier(tables, seed),
        search(draws, real, tables.training().orElse(reference).first(MOST_SEARCHED_AMONG)),
        tables
            .training()
            .map(rows -> Copies.of(rows.first(MOST_SEARCHED_AMONG), reference, draws, real)),
        target.map(column -> predict(column, tables, seed)));
  }

  /** Returns the modelled columns with the lowest scores of draws, the lowest first. */
  public List<Pair<ColumnShape>> lowestColumns(int most) {
    return IntStream.range(0, scores.draws.shapes().size())
        .mapToObj(i -> new Pair<>(scores.draws.shapes().get(i), scores.real.shapes().get(i)))
        .filter(one -> !Double.isNaN(one.draws.score()))
        .sorted(Comparator.comparingDouble(one -> one.draws.score()))
        .limit(most)
        .toList();
  }

  /** Returns the strong pairs with the lowest scores of draws, the lowest first. */
  public List<Pair<PairTrend>> lowestPairs(int most) {
    return IntStream.range(0, scores.draws.trends().size())
        .mapToObj(i -> new Pair<>(scores.draws.trends().get(i), scores.real.trends().get(i)))
        .filter(one -> one.draws.isStrong() && !Double.isNaN(one.draws.score()))
        .sorted(Comparator.comparingDouble(one -> one.draws.score()))
        .limit(most)
        .toList();
  }

  private static Optional<Classifier> classifier(SyntheticTables tables, long seed) {
    int rows = Math.min(tables.rows(), most(tables));
    if (rows < TwoSampleForest.LEAST) {
      return Optional.empty();
    }
    TableSample reference = tables.reference().first(rows);
    return Optional.of(
        new Classifier(
            new Pair<>(
                TwoSampleForest.compare(reference, tables.draws().first(rows), seed),
                TwoSampleForest.compare(reference, tables.real().first(rows), seed)),
            rows));
  }

  private static Search search(TableSample draws, TableSample real, TableSample among) {
    ClosestRows closest = new ClosestRows(among);
    return new Search(
        new Pair<>(Closeness.of(closest.distances(draws)), Closeness.of(closest.distances(real))),
        draws.count(),
        among.count());
  }

  private static TargetScore predict(String column, SyntheticTables tables, long seed) {
    int rows = 2 * most(tables);
    return TargetScore.of(
        column,
        tables.draws().first(rows),
        tables.reference().first(rows),
        tables.real().first(rows),
        seed);
  }

  /** The most rows of a sample for a forest, whose time grows with rows and columns. */
  private static int most(SyntheticTables tables) {
    int columns = tables.draws().columns().size();
    return Math.max(LEAST_CLASSIFIED, Math.min(MOST_CLASSIFIED, MOST_CELLS / columns));
  }
}
