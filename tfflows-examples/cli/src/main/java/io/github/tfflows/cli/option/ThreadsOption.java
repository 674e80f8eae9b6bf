package io.github.tfflows.cli.option;

import io.github.tfflows.core.execution.Execution;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option of the number of threads. */
public final class ThreadsOption {
  private static final int MOST = 1_024;

  /**
   * The size of Java's common pool, which runs beside the calling thread. DuckDB has as many
   * threads.
   */
  private static final String POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  private int count;

  /** Limits the pools of this process, before the first of them begins. */
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that share the work. Default: one for each core.")
  void limit(@Nullable Integer threads) {
    if (threads != null) {
      Limits.within(command, "--threads", 1, MOST, threads);
      count = threads;
      System.setProperty(POOL, Integer.toString(threads - 1));
    }
  }

  public Execution execution() {
    return Execution.defaults().withThreads(count);
  }
}
