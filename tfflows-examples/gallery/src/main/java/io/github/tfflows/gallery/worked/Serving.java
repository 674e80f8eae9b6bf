package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * A model inside a program: rows from a stream of any length, scored in chunks, and requests of
 * many threads, as in a web server. One {@link CompiledDistribution} serves all of them while the
 * program runs; your program opens it by {@code CompiledDistribution.load}.
 */
final class Serving {
  private static final int COLUMNS = 6;

  static Findings run() {
    try (CompiledDistribution model =
        CompiledDistribution.compile(Flows.neuralSplineCoupling(COLUMNS), 1)) {
      float[][] rows = rows(10_000, 2);
      float[] atOnce = model.logProb(rows);
      double[] streamed = scores(model, Arrays.stream(rows), 1000).toArray();

      List<float[][]> requests = IntStream.range(0, 200).mapToObj(i -> rows(8, i)).toList();
      List<float[]> oneByOne = requests.stream().map(model::logProb).toList();
      List<float[]> together = answers(model, requests, 8);
      return new Findings(
          List.of(
              Finding.of("rows that the stream yielded", streamed.length, rows.length),
              Finding.of(
                  "largest difference of stream and one call, nats",
                  difference(streamed, Doubles.of(atOnce)),
                  0),
              Finding.of(
                  "requests answered differently by eight threads",
                  IntStream.range(0, requests.size())
                      .mapToDouble(i -> Arrays.equals(together.get(i), oneByOne.get(i)) ? 0 : 1)
                      .sum(),
                  0)),
          picture(model));
    }
  }

  /** The log-density of each row of a stream, in nats. Memory holds one chunk at a time. */
  private static DoubleStream scores(CompiledDistribution model, Stream<float[]> rows, int chunk) {
    Iterator<float[]> iterator = rows.iterator();
    return Stream.generate(() -> next(iterator, chunk))
        .takeWhile(some -> some.length > 0)
        .flatMapToDouble(some -> DoubleStream.of(Doubles.of(model.logProb(some))));
  }

  private static float[][] next(Iterator<float[]> rows, int count) {
    List<float[]> chunk = new ArrayList<>(count);
    while (chunk.size() < count && rows.hasNext()) {
      chunk.add(rows.next());
    }
    return chunk.toArray(float[][]::new);
  }

  /** The answers in the order of the requests, computed by several threads as in a server. */
  private static List<float[]> answers(
      CompiledDistribution model, List<float[][]> requests, int threads) {
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    try {
      List<CompletableFuture<float[]>> answers =
          requests.stream()
              .map(rows -> CompletableFuture.supplyAsync(() -> model.logProb(rows), callers))
              .toList();
      return answers.stream().map(CompletableFuture::join).toList();
    } finally {
      callers.shutdown();
    }
  }

  private static float[][] rows(int count, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[count][COLUMNS];
    for (float[] row : rows) {
      for (int i = 0; i < COLUMNS; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  private static double difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
  }

  private static Picture picture(CompiledDistribution model) {
    XYChart chart =
        Charts.wide("Rows scored a second", "log10 of the rows a call", "thousand rows a second");
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(4.0).setYAxisMin(0.0);
    double[] sizes = {1, 8, 64, 512, 4096};
    for (int threads : new int[] {1, 4}) {
      chart.addSeries(
          threads == 1 ? "one caller" : "four callers",
          DoubleStream.of(sizes).map(Math::log10).toArray(),
          DoubleStream.of(sizes).map(size -> rate(model, (int) size, threads)).toArray());
    }
    return Picture.row(chart);
  }

  /** Thousand rows a second, after calls that warm up. */
  private static double rate(CompiledDistribution model, int size, int threads) {
    List<float[][]> calls = Collections.nCopies(Math.max(8, 128 / size), rows(size, 3));
    List<float[]> unused = answers(model, calls.subList(0, 4), threads);
    long start = System.nanoTime();
    unused = answers(model, calls, threads);
    return 1e6 * calls.size() * size / (System.nanoTime() - start);
  }

  private Serving() {}
}
