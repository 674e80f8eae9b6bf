package io.github.tfflows.core;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.ThreadPoolOptionProto;

/**
 * How a graph is run: an immutable set of choices that leave the model as it is.
 *
 * <p>On a CPU, rows are shared out: a call of many rows and a step of training run as several equal
 * parts, each in a thread of its own, and each op in one thread. That is faster than several
 * threads for each op, which wait for one another at every op of a network of usual size. Callers
 * at the same time share the threads. The last digits of a result depend on how its rows are cut,
 * and so may depend on other callers, unless {@code interOpThreads} is one, or under XLA.
 *
 * <p>The threads that share one op belong to the process: the first model that is opened or trained
 * in it, by this library or by another user of TensorFlow, sets their number, and later choices of
 * {@code intraOpThreads} have no effect. With several of them this library is slower but right.
 *
 * @param device where
 * @param intraOpThreads how many threads share one op; zero lets TensorFlow choose
 * @param interOpThreads how many threads the rows of a call or of a training step are shared out
 *     to; zero for as many as there are cores
 * @param compilation op by op, or compiled as a whole
 * @param precision the float type inside the graph
 */
public record Execution(
    Device device,
    int intraOpThreads,
    int interOpThreads,
    Compilation compilation,
    Precision precision) {
  /**
   * Checks the thread counts.
   *
   * @param device see the record
   * @param intraOpThreads see the record
   * @param interOpThreads see the record
   * @param compilation see the record
   * @param precision see the record
   * @throws IllegalArgumentException if one is negative
   */
  public Execution {
    if (intraOpThreads < 0 || interOpThreads < 0) {
      throw new IllegalArgumentException(
          "threads must be zero or more, got intra-op %d and inter-op %d"
              .formatted(intraOpThreads, interOpThreads));
    }
  }

  /**
   * Returns the fastest choices for most flows: a GPU where TensorFlow sees one, otherwise all
   * cores with one thread an op; single precision, without XLA.
   *
   * @return the defaults
   */
  public static Execution defaults() {
    return new Execution(Device.DEFAULT, 1, 0, Compilation.NONE, Precision.FLOAT32);
  }

  /**
   * Returns these choices with another device.
   *
   * @param where the device
   * @return the choices
   */
  public Execution withDevice(Device where) {
    return new Execution(where, intraOpThreads, interOpThreads, compilation, precision);
  }

  /**
   * Returns these choices with other thread counts.
   *
   * @param intraOp threads that share one op; zero lets TensorFlow choose
   * @param interOp threads that rows are shared out to; zero for as many as there are cores
   * @return the choices
   * @throws IllegalArgumentException if one is negative
   */
  public Execution withThreads(int intraOp, int interOp) {
    return new Execution(device, intraOp, interOp, compilation, precision);
  }

  /**
   * Returns these choices with another compilation.
   *
   * @param how op by op, or compiled
   * @return the choices
   */
  public Execution withCompilation(Compilation how) {
    return new Execution(device, intraOpThreads, interOpThreads, how, precision);
  }

  /**
   * Returns these choices with another float type.
   *
   * @param type the precision
   * @return the choices
   */
  public Execution withPrecision(Precision type) {
    return new Execution(device, intraOpThreads, interOpThreads, compilation, type);
  }

  /**
   * To how many threads so many rows are shared out, so that each has at least {@code least}; one
   * on a GPU, which takes all rows at once.
   */
  int threads(int rows, int least) {
    int most = interOpThreads == 0 ? Runtime.getRuntime().availableProcessors() : interOpThreads;
    int threads = Math.max(1, Math.min(most, rows / least));
    return threads > 1 && isOnGpu() ? 1 : threads;
  }

  private boolean isOnGpu() {
    return switch (device) {
      case CPU -> false;
      case GPU -> true;
      case DEFAULT -> NativeLibrary.seesGpu(this::config);
    };
  }

  /** Opens a session, to be closed before the graph. */
  Session open(Graph graph, Optimization optimization, Schedule schedule) {
    if (device == Device.GPU) {
      NativeLibrary.requireGpu(this::config);
    }
    ConfigProto.Builder config = config();
    config
        .getGraphOptionsBuilder()
        .getRewriteOptionsBuilder()
        .setDisableMetaOptimizer(optimization == Optimization.BY_FUNCTION);
    if (schedule == Schedule.ONE_THREAD) {
      config.getExperimentalBuilder().setExecutorType(Schedule.EXECUTOR);
    }
    return new Session(graph, config.build());
  }

  /** How a run gets to threads when the rows of a call are shared out; a GPU takes several. */
  Schedule schedule() {
    return isOnGpu() ? Schedule.MANY_THREADS : Schedule.ONE_THREAD;
  }

  /** How the ops of a run get to threads. */
  enum Schedule {
    /** All of a run in one thread, with little work to schedule them. */
    ONE_THREAD,

    /** Each op as soon as it can run. */
    MANY_THREADS;

    /** TensorFlow's name of the executor that has one thread. */
    static final String EXECUTOR = "SINGLE_THREADED_EXECUTOR";

    /** The attribute of a call that names an executor. */
    static final String ATTRIBUTE = "executor_type";
  }

  /** What TensorFlow does to a graph before its first run. */
  enum Optimization {
    /** Everything that it does by default. */
    DEFAULT,

    /** Nothing but what each function asks for. */
    BY_FUNCTION;

    /** By default TensorFlow goes through the bodies also of those calls that ask for nothing. */
    static Optimization of(GraphDef graph) {
      return graph.getNodeList().stream()
              .anyMatch(node -> node.containsAttr(ParameterizedFunction.AS_IT_IS))
          ? BY_FUNCTION
          : DEFAULT;
    }
  }

  /** What every session has in common. Ops without a GPU kernel go to the CPU. */
  private ConfigProto.Builder config() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setIntraOpParallelismThreads(intraOpThreads)
            .addSessionInterOpThreadPool(pool())
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (device == Device.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    return config;
  }

  /**
   * The threads of all sessions that want so many, kept for the life of the process. TensorFlow's
   * own pool has as many as the first session of the process wanted, whatever later ones want.
   */
  private ThreadPoolOptionProto pool() {
    return ThreadPoolOptionProto.newBuilder()
        .setNumThreads(interOpThreads)
        .setGlobalName("tfflows_" + interOpThreads)
        .build();
  }
}
