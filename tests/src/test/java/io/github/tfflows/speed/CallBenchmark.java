package io.github.tfflows.speed;

import io.github.tfflows.core.execution.Execution;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Log-probabilities and draws of a batch, as Java's arrays. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0")
public class CallBenchmark {
  @Param({"log_prob", "sample"})
  private String call = "";

  @Param({"NSF-C", "MAF"})
  private String family = "";

  @Param({"1", "64", "4096"})
  private int batch;

  @Param({"none", "xla"})
  private String compile = "";

  /** Threads in all; zero for all cores. */
  @Param({"0", "1"})
  private int threads;

  private Work work = Work.NOTHING;

  /** Compiles the model. */
  @Setup
  public void open() {
    SpeedCase of = SpeedCase.of(family);
    Execution execution = SpeedCase.execution(threads, compile);
    work =
        call.equals("sample")
            ? ModelCalls.sample(of, batch, execution)
            : ModelCalls.logProb(of, batch, execution);
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    work.close();
  }

  /**
   * Calls the model.
   *
   * @return the time that it took, by its own clock
   */
  @Benchmark
  public double call() {
    return work.once();
  }
}
