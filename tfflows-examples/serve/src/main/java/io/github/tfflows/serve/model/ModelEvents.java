package io.github.tfflows.serve.model;

import io.github.tfflows.tables.evaluation.Drift;

/** Receives numbers about the models that are served. */
public interface ModelEvents {
  /** Ignores all events. */
  ModelEvents NONE =
      new ModelEvents() {
        @Override
        public void called(String model, int rows) {}

        @Override
        public void compared(String model, Drift drift) {}
      };

  /** A signature was called with the rows of all requests that shared the call. */
  void called(String model, int rows);

  /** Rows of requests were compared with those of the fit. */
  void compared(String model, Drift drift);
}
