package io.github.tfflows.cli.file.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class DuckSinkTest {
  @TempDir private Path folder = Path.of("");

  /** The processor time of the thread that writes, in nanoseconds. */
  private static long used() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Thread writer =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("tfflows-writer"))
            .findFirst()
            .orElseThrow();
    return threads.getThreadCpuTime(writer.getId());
  }

  @RepeatedTest(3) // by chance, it did not spin before either
  void doesNotSpinWhileItWaitsForRows() throws Exception {
    Path file = folder.resolve("rows.parquet");
    List<OutputColumn> columns = List.of(OutputColumn.number("x"));
    try (DuckSink sink = new DuckSink(file, columns, DuckSink.PARQUET)) {
      for (int row = 0; row < 2 * SinkRows.BATCH; row++) {
        sink.write(List.of((double) row));
      }
      TimeUnit.MILLISECONDS.sleep(300);
      long before = used();
      TimeUnit.MILLISECONDS.sleep(400);
      long spent = used() - before;
      assertTrue(spent < TimeUnit.MILLISECONDS.toNanos(40), spent + " ns");
      sink.commit();
    }
  }
}
