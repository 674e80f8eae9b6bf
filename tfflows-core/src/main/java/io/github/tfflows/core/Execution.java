package io.github.tfflows.core;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphDef;

/**
 * How a graph is run: an immutable set of choices that leave the model as it is.
 *
 * <p>The threads that share one op belong to the process: the first model that is opened or trained
 * in it sets their number, and later choices of {@code intraOpThreads} have no effect. Calls of few
 * rows run in the caller's thread in any case.
 *
 * @param device where
 * @param intraOpThreads how many threads share one op; zero lets TensorFlow choose
 * @param interOpThreads how many ops run at once; zero lets TensorFlow choose
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
   * Returns TensorFlow's own choices in single precision, without XLA.
   *
   * @return the defaults
   */
  public static Execution defaults() {
    return new Execution(Device.DEFAULT, 0, 0, Compilation.NONE, Precision.FLOAT32);
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
   * @param interOp ops that run at once; zero lets TensorFlow choose
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

  /** Opens a session, to be closed before the graph. */
  Session open(Graph graph, Optimization optimization) {
    if (device == Device.GPU) {
      NativeLibrary.requireGpu();
    }
    return new Session(graph, config(optimization));
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

  /** The session's configuration. Ops without a GPU kernel go to the CPU. */
  private ConfigProto config(Optimization optimization) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setIntraOpParallelismThreads(intraOpThreads)
            .setInterOpParallelismThreads(interOpThreads)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (device == Device.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    if (compilation == Compilation.XLA) { // few ops are left, each on threads of its own
      config.getExperimentalBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR");
    }
    config
        .getGraphOptionsBuilder()
        .getRewriteOptionsBuilder()
        .setDisableMetaOptimizer(optimization == Optimization.BY_FUNCTION);
    return config.build();
  }
}
