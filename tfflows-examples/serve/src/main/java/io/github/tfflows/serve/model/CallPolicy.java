package io.github.tfflows.serve.model;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.tables.evaluation.Drift;
import java.util.concurrent.Executor;

/**
 * How the models of a server are called.
 *
 * @param execution the device, threads and compilation of the models' functions
 * @param limits the limits of requests and batches
 * @param workers where calls run
 * @param events receives numbers about them
 */
public record CallPolicy(
    Execution execution, RequestLimits limits, Executor workers, Events events) {
  /** Receives numbers about the models. */
  public interface Events {
    /** Ignores all events. */
    Events NONE =
        new Events() {
          @Override
          public void called(String model, int rows) {}

          @Override
          public void compared(String model, Drift drift) {}
        };

    /** A signature was called with the rows of all requests that shared the call. */
    void called(String model, int rows);

    /** Rows of requests were compared with the rows of the fit. */
    void compared(String model, Drift drift);
  }
}
