package io.github.tfflows.core.execution;

import io.github.tfflows.core.graph.Require;
import java.io.Serializable;
import java.util.Objects;

/**
 * How a graph runs: an immutable set of choices that do not change the model.
 *
 * <p>On a CPU, rows are sharded: a call of many rows and a step of training are split into equal
 * parts, one for each thread, and each op runs in one thread. Several threads for each op would be
 * slower, because they would synchronize at every op. Concurrent callers share the threads. The
 * last digits of a result depend on the split of its rows, and so may depend on other callers,
 * unless {@code threads} is one, or under XLA.
 *
 * @param device the processor
 * @param threads the number of threads that share the rows of a call or of a training step; zero
 *     for the number of cores
 * @param threadsPerOp the number of threads that share one op (TensorFlow's intra-op threads); zero
 *     lets TensorFlow choose. The first TensorFlow session of the process sets it; later choices
 *     have no effect. Several make this library slower, but equally correct
 * @param compilation op by op, or compiled as a whole
 * @param precision the float type inside the graph
 */
public record Execution(
    Device device, int threads, int threadsPerOp, Compilation compilation, Precision precision)
    implements Serializable {
  public Execution {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(compilation, "compilation");
    Objects.requireNonNull(precision, "precision");
    Require.atLeast("threads", threads, 0);
    Require.atLeast("threadsPerOp", threadsPerOp, 0);
  }

  /**
   * Returns the fastest choices for most flows: a GPU if TensorFlow sees one, otherwise all cores
   * with one thread for each op; single precision, without XLA.
   */
  public static Execution defaults() {
    return new Execution(Device.DEFAULT, 0, 1, Compilation.NONE, Precision.FLOAT32);
  }

  public Execution withDevice(Device other) {
    return new Execution(other, threads, threadsPerOp, compilation, precision);
  }

  /** Returns these choices with another number of threads that share the rows, at least zero. */
  public Execution withThreads(int count) {
    return new Execution(device, count, threadsPerOp, compilation, precision);
  }

  /** Returns these choices with another number of threads that share one op, at least zero. */
  public Execution withThreadsPerOp(int count) {
    return new Execution(device, threads, count, compilation, precision);
  }

  public Execution withCompilation(Compilation other) {
    return new Execution(device, threads, threadsPerOp, other, precision);
  }

  /** Returns these choices with another float type. */
  public Execution withPrecision(Precision other) {
    return new Execution(device, threads, threadsPerOp, compilation, other);
  }
}
