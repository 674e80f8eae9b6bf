package io.github.tfflows.cli.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.cli.text.ValueText;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** Axes of categories, and curves of losses. */
class FiguresTest {
  @Test
  void categoriesHaveABarOfTheirShareEach() {
    XYChart chart = Charts.of(330, 220, "cut");
    axis("fair", "good", "best").histogram(chart, "rows", new double[] {0, 2, 2, 2}, Charts.ROWS);
    double[] heights = chart.getSeries("rows").getYData();
    assertArrayEquals(new double[] {0.25, 0, 0, 0, 0.75, 0}, heights, 1e-12);
    assertEquals(-0.5 - 0.5, chart.getStyler().getXAxisMin(), 1e-12);
  }

  @Test
  void theAxisHoldsTheHighestOfSeveralHistograms() {
    XYChart chart = Charts.of(330, 220, "cut");
    Bins bins = new Bins(0, 2, 2);
    bins.histogram(chart, "rows", new double[] {0.5, 0.6}, Charts.ROWS);
    bins.histogram(chart, "draws", new double[] {0.5, 1.5}, Charts.DRAWS);
    assertEquals(1.1, chart.getStyler().getYAxisMax(), 1e-12);
  }

  @Test
  void categoriesAreWrittenBelowTheirBars() throws IOException {
    assertNotEquals(picture("fair"), picture("good"));
    assertEquals(picture("fair"), picture("fair"));
  }

  private static List<Integer> picture(String name) throws IOException {
    XYChart chart = Charts.of(330, 220, "cut");
    axis(name, "best").histogram(chart, "rows", new double[] {0, 1}, Charts.ROWS);
    Figure figure = Figure.of("cut", "", List.of(List.of(chart)));
    byte[] png = Base64.getDecoder().decode(figure.base64());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, 660);
    return Arrays.stream(pixels).boxed().toList();
  }

  @Test
  void pointsOfCategoriesAreSpreadAroundTheirPlaces() {
    double[] spread = axis("fair", "good").spread(1, 1, 1, 1);
    assertTrue(DoubleStream.of(spread).distinct().count() == 3);
    assertTrue(DoubleStream.of(spread).allMatch(place -> Math.round(place) == 1));
    assertArrayEquals(
        new double[] {1.5}, new Axis(new Bins(0, 1, 2), ValueText.NUMBERS).spread(1, 1.5));
  }

  @Test
  void theMostDifferentColumnsAreShownInTheirOrder() {
    List<Double> distances = List.of(0.1, 0.9, 0.8, 0.2, 0.7, 0.6, 0.5, 0.3);
    assertEquals(List.of(1, 2, 4, 5, 6, 7), Figures.mostDifferent(distances));
  }

  @Test
  void longCategoriesAreShortened() {
    ValueText text = ValueText.of(List.of("of nine 9", "longer than nine"));
    assertEquals(List.of("of nine 9", "longer t…"), text.names());
    assertTrue(text.isNamed());
    assertFalse(ValueText.NUMBERS.isNamed());
    assertEquals("2.5", ValueText.NUMBERS.format().apply(2.5));
  }

  private static Axis axis(String... names) {
    return Axis.of(ValueText.of(List.of(names)), 10);
  }

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
