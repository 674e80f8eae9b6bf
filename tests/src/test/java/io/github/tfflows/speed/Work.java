package io.github.tfflows.speed;

import java.util.Map;

/** Something to be timed again and again. */
interface Work extends AutoCloseable {
  /** What is closed where nothing was opened. */
  Work NOTHING =
      new Work() {
        @Override
        public double once() {
          return 0;
        }

        @Override
        public void close() {}
      };

  /**
   * Does it once, or a few times.
   *
   * @return the seconds that one time took
   */
  double once();

  /** How many trainable numbers the flow has, by its definition. */
  default long parameters() {
    return 0;
  }

  @Override
  void close();

  /**
   * Returns what a request asks for.
   *
   * @param speedCase the flow
   * @param settings {@code work}, {@code batch}, {@code intra}, {@code inter}, {@code compile}
   */
  static Work of(SpeedCase speedCase, Map<String, String> settings) {
    int batch = Integer.parseInt(settings.getOrDefault("batch", "1"));
    int intraOp = Integer.parseInt(settings.getOrDefault("intra", "0"));
    int interOp = Integer.parseInt(settings.getOrDefault("inter", "0"));
    var execution = SpeedCase.execution(intraOp, interOp, settings.getOrDefault("compile", "none"));
    String work = settings.getOrDefault("work", "log_prob");
    return switch (work) {
      case "train" -> new TrainingSteps(speedCase, batch, execution);
      case "log_prob" -> ModelCalls.logProb(speedCase, batch, execution);
      case "sample" -> ModelCalls.sample(speedCase, batch, execution);
      case "floor_log_prob", "floor_sample" ->
          MatrixProducts.forward(speedCase, batch, intraOp, interOp);
      case "floor_train" -> MatrixProducts.withGradients(speedCase, batch, intraOp, interOp);
      default -> throw new IllegalArgumentException("no work is named " + work);
    };
  }
}
