package io.github.tfflows.cli.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.cli.evaluate.LossCurve;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

class FiguresTest {
  @Test
  void eachMemberHasALossCurveOfItsOwn() {
    List<LossCurve.Point> points =
        IntStream.range(0, 8)
            .mapToObj(
                i -> new LossCurve.Point(1 + i % 4, i, OptionalDouble.of(Math.floor(i / 2.0))))
            .toList();
    List<XYSeries> series =
        List.copyOf(Figures.losses(new LossCurve(points)).getSeriesCollection());
    assertEquals(
        List.of(true, true, false, false), series.stream().map(XYSeries::isShowInLegend).toList());
    assertArrayEquals(new double[] {2, 3, 4}, series.get(2).getXData());
    assertArrayEquals(new double[] {5, 6, 7}, series.get(2).getYData());
    assertArrayEquals(new double[] {3}, series.get(3).getXData());
  }
}
