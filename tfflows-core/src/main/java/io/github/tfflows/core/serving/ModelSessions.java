package io.github.tfflows.core.serving;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.Sessions;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * The sessions of a graph. For many rows, TensorFlow fuses products with biases and activations,
 * which makes affine flows up to an eighth faster. A fused product takes about 4 µs more, so for
 * few rows none is fused, and one row takes half to three quarters of the time.
 *
 * @param many the session for calls of many rows
 * @param few the session for calls of few rows; the same as {@code many} if TensorFlow fuses
 *     nothing
 */
public record ModelSessions(Session many, Session few) implements AutoCloseable {
  /**
   * The most rows of a call for {@code few}: dispatch to other threads would cost more than they
   * save.
   */
  static final int FEW_ROWS = 64;

  static ModelSessions open(Graph graph, Execution execution, Sessions.Optimization optimization) {
    Sessions.Schedule schedule = Sessions.schedule(execution);
    Session many = Sessions.open(graph, execution, optimization, schedule);
    boolean fuses =
        optimization == Sessions.Optimization.DEFAULT
            && schedule == Sessions.Schedule.ONE_THREAD
            && execution.compilation() == Compilation.NONE;
    if (!fuses) {
      return new ModelSessions(many, many);
    }
    try {
      return new ModelSessions(
          many, Sessions.open(graph, execution, Sessions.Optimization.WITHOUT_FUSION, schedule));
    } catch (RuntimeException e) {
      many.close(); // otherwise closing the graph would wait for it
      throw e;
    }
  }

  Session of(long rows) {
    return rows > FEW_ROWS ? many : few;
  }

  @Override
  public void close() {
    many.close();
    if (few != many) {
      few.close();
    }
  }
}
