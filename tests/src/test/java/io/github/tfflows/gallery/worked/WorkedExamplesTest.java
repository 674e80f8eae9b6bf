package io.github.tfflows.gallery.worked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.testing.Expect;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.HeatMapChart;
import org.tensorflow.ndarray.Shape;
import picocli.CommandLine;

/** The results of the examples, within the errors stated here. */
@Tag("worked")
class WorkedExamplesTest {
  @TempDir Path folder;

  @BeforeAll
  static void drawWithoutADisplay() {
    System.setProperty("java.awt.headless", "true");
  }

  private static void within(double error, Findings findings, String what) {
    assertTrue(findings.error(what) <= error, () -> what + " is off in\n" + findings);
  }

  /** Returns findings of which the picture can be read again and shows more than one colour. */
  private Findings drawn(Findings findings) throws IOException {
    BufferedImage image =
        ImageIO.read(findings.picture().save(folder.resolve("picture.png")).toFile());
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    long colors = Arrays.stream(pixels).distinct().count();
    assertTrue(colors > 20, "colours: " + colors);
    return findings;
  }

  @Test
  @Tag("slow")
  void theTablesDensityIsNearlyTheTrueOne() throws IOException {
    Findings found = drawn(Table.run());
    within(0.1, found, "log-likelihood of unseen days, nats a day");
    within(0.015, found, "share of invented days above 100 euros");
  }

  @Test
  @Tag("slow")
  void theConditionalDensityFollowsBothBranches() throws IOException {
    Findings found = drawn(Conditional.run());
    within(0.05, found, "log-likelihood of unseen outcomes, nats");
    within(0.05, found, "share of x > 0 at c = 2");
    within(0.05, found, "deviation of x at c = 2");
  }

  @Test
  @Tag("slow")
  void theTargetsIntegralIsFoundWithoutData() throws IOException {
    Findings found = drawn(Variational.run());
    within(0.05, found, "divergence KL(flow | target), nats");
    within(0.03, found, "log of the target's integral");
    within(0.2, found, "share of draws that count");
    within(0.1, found, "mean height of draws");
    within(0.1, found, "deviation of the height");
  }

  @Test
  @Tag("slow")
  void thePosteriorOfTwoMoonsIsFoundAndPassesItsChecks() throws IOException {
    Findings found = drawn(TwoMoons.run());
    within(0.4, found, "divergence from the posterior, of all outcomes, nats");
    within(0.4, found, "divergence from the posterior, truncated rounds, nats");
    within(0.1, found, "coverage of regions of mass 0.5");
  }

  /**
   * Of 20,000 normal rows 200 are expected to raise an alarm, give or take 14, and as many again
   * for the 20,000 that the threshold comes from.
   */
  @Test
  void oneInAHundredNormalRowsRaisesAnAlarm() throws IOException {
    Findings found = drawn(Anomalies.run());
    within(0.003, found, "share of normal rows that raise an alarm");
    within(0.05, found, "share of anomalies found, and by the true density");
  }

  /** Chi-squared of 15 degrees of freedom is above 37.7 once in a thousand times. */
  @Test
  void thePosteriorIsThatOfLinearAlgebraAndCalibrated() throws IOException {
    Findings found = drawn(Simulation.run());
    within(0.05, found, "posterior mean of a");
    within(0.08, found, "posterior mean of b");
    within(0.04, found, "posterior deviation of a");
    within(0.06, found, "posterior deviation of b");
    within(0.06, found, "posterior correlation");
    for (String name : new String[] {"a", "b"}) {
      String statistic = "chi-squared of the ranks of %s, 15 degrees of freedom".formatted(name);
      assertTrue(found.value(statistic) < 37.7, found::toString);
    }
  }

  @Test
  @Tag("slow")
  void aSigmoidKeepsDrawsWithinTheBounds() throws IOException {
    Findings found = drawn(Bounded.run());
    within(0.03, found, "log-likelihood with a sigmoid, nats");
    assertEquals(0, found.value("share of draws out of bounds with a sigmoid"));
    assertTrue(found.value("share of draws out of bounds without") > 0.003, found::toString);
  }

  @Test
  void theTorusHasNoSeam() throws IOException {
    Findings found = drawn(Torus.run());
    within(0.05, found, "log-likelihood of unseen angles, nats");
    within(1e-3, found, "largest step of the log-density at the seam, nats");
    within(0.04, found, "mean cosine of the difference of draws");
  }

  @Test
  void theParametersOfTheOwnBijectorAreFound() throws IOException {
    Findings found = drawn(OwnBijector.run());
    within(0.05, found, "turn");
    within(0.02, found, "fading");
    within(0.01, found, "log-likelihood of unseen stars, nats");
  }

  @Test
  void theOwnBijectorMapsPlanes() {
    Expect.rejected("[3]", () -> new OwnBijector.Swirl().forwardEventShape(Shape.of(3)));
  }

  @Test
  void theOwnBaseHasTheTailsOfTheData() throws IOException {
    Findings found = drawn(OwnBase.run());
    within(0.02, found, "log-likelihood with the own base, nats");
    within(0.002, found, "share of first returns beyond 10, own base");
    assertTrue(found.error("log-likelihood with a Gaussian base, nats") > 0.5, found::toString);
  }

  @Test
  void streamsAndThreadsYieldTheSameScores() throws IOException {
    Findings found = drawn(Serving.run());
    within(0, found, "rows that the stream yielded");
    within(1e-4, found, "largest difference of stream and one call, nats");
    within(0, found, "requests answered differently by eight threads");
  }

  @Test
  void mapsAreLabelledWithTheDecimalsOfTheirEnds() {
    HeatMapChart map = DensityMap.of("flat", 1.05, points -> new float[points.length]);
    List<?> places = map.getHeatMapSeries().getXData();
    DecimalFormat labels = new DecimalFormat(map.getStyler().getDecimalPattern());
    assertEquals("1.05", labels.format(places.get(places.size() - 1)));
    assertEquals(3, map.getStyler().getXAxisMaxLabelCount(), "at -1, 0 and 1");
  }

  @Test
  void theCommandWritesThePicture() {
    assertEquals(0, command("own_bijector", "--out", folder.toString()));
    assertTrue(Files.exists(folder.resolve("worked").resolve("own_bijector.png")));
  }

  @Test
  void theCommandListsTheExamplesAndRejectsOthers() {
    assertEquals(0, command());
    for (Example example : Example.values()) {
      assertTrue(Example.list().contains(example + " "), example::toString);
    }
    StringWriter errors = new StringWriter();
    CommandLine line = new CommandLine(new WorkedCommand()).setErr(new PrintWriter(errors, true));
    assertEquals(CommandLine.ExitCode.USAGE, line.execute("tables"));
    assertTrue(errors.toString().contains("expected one of [TABLE"), errors::toString);
  }

  private static int command(String... arguments) {
    return new CommandLine(new WorkedCommand()).execute(arguments);
  }

  @Test
  void whatIsNoNumberIsNotAboveALimit() {
    double[] values = {-2, -1, 0, Double.NaN, Double.NEGATIVE_INFINITY};
    assertEquals(0.8, Statistics.shareNotAbove(-1, values));
    assertEquals(0.4, Statistics.shareBelow(-1, values));
  }
}
