package io.github.tfflows.core.runtime;

import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.ThreadPoolOptionProto;

/** Opens sessions with the threads of an {@link Execution}. */
public final class Sessions {
  private static final RunOptions IN_THE_CALLERS_THREAD =
      RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  /** The dispatch of the ops of a run to threads. */
  public enum Schedule {
    /** All ops in one thread, with little scheduling. */
    ONE_THREAD,

    /** Each op as soon as its inputs are ready, in many threads. */
    MANY_THREADS;

    public static final String EXECUTOR = "SINGLE_THREADED_EXECUTOR";

    public static final String ATTRIBUTE = "executor_type";
  }

  /** TensorFlow's optimization of a graph before its first run. */
  public enum Optimization {
    /** One round of TensorFlow's optimizer. */
    DEFAULT,

    /** The same, but products are not fused with biases and activations. */
    WITHOUT_FUSION,

    /** Only the optimization that each function configures. */
    BY_FUNCTION;

    /**
     * Returns the configuration. A second round, the MLIR pass and memory optimization (without
     * effect on a CPU) would take a third of the first call and not make later calls faster.
     */
    RewriterConfig.Builder rewriting() {
      return RewriterConfig.newBuilder()
          .setMetaOptimizerIterations(RewriterConfig.NumIterationsType.ONE)
          .setDisableTfgOptimizer(true)
          .setMemoryOptimization(RewriterConfig.MemOptType.NO_MEM_OPT)
          .setRemapping(
              this == WITHOUT_FUSION ? RewriterConfig.Toggle.OFF : RewriterConfig.Toggle.DEFAULT)
          .setDisableMetaOptimizer(this == BY_FUNCTION);
    }

    /**
     * Returns {@link #BY_FUNCTION} if a call opts out of optimization: by default TensorFlow would
     * still rewrite its body.
     */
    public static Optimization of(GraphDef graph) {
      return graph.getNodeList().stream()
              .anyMatch(node -> node.containsAttr(ParameterizedFunction.NO_INLINE))
          ? BY_FUNCTION
          : DEFAULT;
    }
  }

  /**
   * Opens a session, to be closed before the graph.
   *
   * @throws IllegalStateException if the execution asks for a GPU and TensorFlow sees none
   */
  public static Session open(
      Graph graph, Execution execution, Optimization optimization, Schedule schedule) {
    if (execution.device() == Device.GPU) {
      NativeLibrary.requireGpu(() -> config(execution));
    }
    ConfigProto.Builder config = config(execution);
    config.getGraphOptionsBuilder().setRewriteOptions(optimization.rewriting());
    if (schedule == Schedule.ONE_THREAD) {
      config.getExperimentalBuilder().setExecutorType(Schedule.EXECUTOR);
    }
    return new Session(graph, config.build());
  }

  /** Runs the ops of a run in the caller's thread, if they all have one device. */
  public static Session.Runner inTheCallersThread(Session.Runner runner) {
    return runner.setOptions(IN_THE_CALLERS_THREAD);
  }

  /**
   * Returns the number of threads that share {@code rows}, so that each has at least {@code least};
   * one on a GPU, which computes all rows at once.
   */
  public static int threads(Execution execution, int rows, int least) {
    int most =
        execution.threads() == 0 ? Runtime.getRuntime().availableProcessors() : execution.threads();
    int threads = Math.max(1, Math.min(most, rows / least));
    return threads > 1 && isOnGpu(execution) ? 1 : threads;
  }

  /**
   * Returns the schedule of a call whose rows are sharded: one thread on a CPU, several on a GPU.
   */
  public static Schedule schedule(Execution execution) {
    return isOnGpu(execution) ? Schedule.MANY_THREADS : Schedule.ONE_THREAD;
  }

  /** Returns the schedule of a graph with a single caller, whose ops use all threads. */
  public static Schedule alone(Execution execution) {
    return execution.threads() == 1 ? schedule(execution) : Schedule.MANY_THREADS;
  }

  private static boolean isOnGpu(Execution execution) {
    return switch (execution.device()) {
      case CPU -> false;
      case GPU -> true;
      case DEFAULT -> NativeLibrary.seesGpu(() -> config(execution));
    };
  }

  /** The common configuration of all sessions. Ops without a GPU kernel run on the CPU. */
  private static ConfigProto.Builder config(Execution execution) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setIntraOpParallelismThreads(execution.threadsPerOp())
            .addSessionInterOpThreadPool(pool(execution.threads()))
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (execution.device() == Device.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    return config;
  }

  /**
   * A thread pool of this size, shared by all sessions for the life of the process. TensorFlow's
   * own pool keeps the size of the first session. It has at least two threads: a call of a function
   * that is not inlined may wait in one while the function runs in the other.
   */
  private static ThreadPoolOptionProto pool(int threads) {
    return ThreadPoolOptionProto.newBuilder()
        .setNumThreads(threads == 1 ? 2 : threads)
        .setGlobalName("tfflows_" + threads)
        .build();
  }

  private Sessions() {}
}
