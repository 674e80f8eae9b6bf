package io.github.tfflows.core.execution;

/**
 * How a graph runs: an immutable set of choices that do not change the model.
 *
 * <p>On a CPU, rows are sharded: a call of many rows and a step of training run as several equal
 * parts, each in a thread of its own, and each op in one thread. That is faster than several
 * threads for each op, which wait for one another at every op of a network of usual size.
 * Concurrent callers share the threads. The last digits of a result depend on how its rows are cut,
 * and so may depend on other callers, unless {@code interOpThreads} is one, or under XLA.
 *
 * <p>The threads that share one op belong to the process: the first session that is opened in it,
 * by this library or by another user of TensorFlow, sets their number, and later choices of {@code
 * intraOpThreads} have no effect. With several of them this library is slower, but equally correct.
 *
 * @param device the processor
 * @param intraOpThreads the number of threads that share one op; zero lets TensorFlow choose
 * @param interOpThreads the number of threads that share the rows of a call or of a training step;
 *     zero for the number of cores
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
   */
  public static Execution defaults() {
    return new Execution(Device.DEFAULT, 1, 0, Compilation.NONE, Precision.FLOAT32);
  }

  /** Returns these choices with another device. */
  public Execution withDevice(Device other) {
    return new Execution(other, intraOpThreads, interOpThreads, compilation, precision);
  }

  /**
   * Returns these choices with other thread counts.
   *
   * @param intraOp threads that share one op; zero lets TensorFlow choose
   * @param interOp threads that share the rows; zero for the number of cores
   * @throws IllegalArgumentException if one is negative
   */
  public Execution withThreads(int intraOp, int interOp) {
    return new Execution(device, intraOp, interOp, compilation, precision);
  }

  /** Returns these choices with another compilation. */
  public Execution withCompilation(Compilation other) {
    return new Execution(device, intraOpThreads, interOpThreads, other, precision);
  }

  /** Returns these choices with another float type. */
  public Execution withPrecision(Precision other) {
    return new Execution(device, intraOpThreads, interOpThreads, compilation, other);
  }
}
