package io.github.tfflows.speed;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Steps of a fit on batches of 512. A fit has an end, so that there are single shots, each up to
 * the next report, and fewer than a fit reports.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 60)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0")
public class TrainingStepBenchmark {
  private static final int BATCH = 512;

  @Param({"NSF-C", "MAF"})
  private String family = "";

  @Param({"none", "xla"})
  private String compile = "";

  /** Threads in all; zero for all cores. */
  @Param({"0", "1"})
  private int threads;

  private Work work = Work.NOTHING;

  /** Begins the fit and takes the steps up to its first report. */
  @Setup
  public void open() {
    work = new TrainingSteps(SpeedCase.of(family), BATCH, SpeedCase.execution(threads, compile));
    work.once();
  }

  /** Ends the fit. */
  @TearDown
  public void close() {
    work.close();
  }

  /**
   * Takes the steps up to the next report.
   *
   * @return the time of a step, by its own clock
   */
  @Benchmark
  @OperationsPerInvocation(TrainingSteps.STEPS_A_REPORT)
  public double step() {
    return work.once();
  }
}
