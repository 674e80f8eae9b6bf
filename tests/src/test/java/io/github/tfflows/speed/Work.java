package io.github.tfflows.speed;

import java.util.Map;

/** Work that is timed repeatedly. */
interface Work extends AutoCloseable {
  /**
   * Does the work once, or a few times.
   *
   * @return the seconds of one time
   */
  double once();

  /** The number of trainable parameters of the flow, by its definition. */
  default long parameters() {
    return 0;
  }

  @Override
  void close();

  /**
   * Returns the work of a request.
   *
   * @param speedCase the flow
   * @param settings {@code work}, {@code batch}, {@code threads}, {@code compile}; for the matrix
   *     products {@code op_threads} and {@code shares}
   */
  static Work of(SpeedCase speedCase, Map<String, String> settings) {
    int batch = number(settings, "batch", 1);
    var execution =
        SpeedCase.execution(
            number(settings, "threads", 0), settings.getOrDefault("compile", "none"));
    int opThreads = number(settings, "op_threads", 1);
    int shares = number(settings, "shares", 1);
    String work = settings.getOrDefault("work", "log_prob");
    return switch (work) {
      case "train" -> new TrainingSteps(speedCase, batch, execution);
      case "log_prob" -> ModelCalls.logProb(speedCase, batch, execution);
      case "sample" -> ModelCalls.sample(speedCase, batch, execution);
      case "floor_log_prob", "floor_sample" ->
          MatrixProducts.forward(speedCase, batch, opThreads, shares);
      case "floor_train" -> MatrixProducts.withGradients(speedCase, batch, opThreads, shares);
      default -> throw new IllegalArgumentException("no work is named " + work);
    };
  }

  private static int number(Map<String, String> settings, String name, int otherwise) {
    return Integer.parseInt(settings.getOrDefault(name, Integer.toString(otherwise)));
  }
}
