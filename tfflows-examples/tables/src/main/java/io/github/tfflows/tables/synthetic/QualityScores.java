package io.github.tfflows.tables.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The similarity of two samples of a table, column by column and pair by pair. The scores equal the
 * QualityReport of SDMetrics 0.32, where a pair of columns counts if its correlation in the real
 * sample is above 0.5, or its Cramér's V above 0.3.
 *
 * @param shapes the modelled columns
 * @param trends the pairs of columns with at least one modelled column
 */
public record QualityScores(List<ColumnShape> shapes, List<PairTrend> trends) {
  public QualityScores {
    shapes = List.copyOf(shapes);
    trends = List.copyOf(trends);
  }

  /** Compares two samples of the same columns. The real sample determines which pairs count. */
  public static QualityScores of(TableSample real, TableSample synthetic) {
    List<PairTrend.Side> sides =
        IntStream.range(0, real.columns().size())
            .mapToObj(i -> PairTrend.Side.of(real.columns().get(i), synthetic.columns().get(i)))
            .toList();
    List<PairTrend> trends = new ArrayList<>();
    for (int i = 0; i < real.modelled(); i++) {
      for (int j = i + 1; j < sides.size(); j++) {
        trends.add(PairTrend.of(sides.get(i), sides.get(j)));
      }
    }
    return new QualityScores(
        sides.stream()
            .limit(real.modelled())
            .map(side -> ColumnShape.of(side.real(), side.synthetic()))
            .toList(),
        trends);
  }

  /** Returns the mean score of the columns; NaN where none has one. */
  public double columnShapes() {
    return mean(shapes.stream().mapToDouble(ColumnShape::score));
  }

  /** Returns the pairs that count. */
  public List<PairTrend> strong() {
    return trends.stream().filter(PairTrend::isStrong).toList();
  }

  /** Returns the mean score of the pairs that count; NaN where none does. */
  public double columnPairTrends() {
    return mean(strong().stream().mapToDouble(PairTrend::score));
  }

  /** Returns the mean score of all pairs; NaN where none has one. */
  public double allPairTrends() {
    return mean(trends.stream().mapToDouble(PairTrend::score));
  }

  /** Returns the mean of the scores of columns and of pairs that count. */
  public double overall() {
    return mean(Stream.of(columnShapes(), columnPairTrends()).mapToDouble(score -> score));
  }

  private static double mean(DoubleStream scores) {
    return scores.filter(score -> !Double.isNaN(score)).average().orElse(Double.NaN);
  }
}
