package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Recipe;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The texts that identify trainings: equal texts imply equal steps. */
public final class TrainingIdentity {
  /**
   * Returns the four lines of a training, the same in every process.
   *
   * @param definition the distribution, or its objective
   * @param data a text for the data
   */
  public static String of(Object definition, Recipe recipe, String data) {
    Object named = definition instanceof Objective.Likelihood of ? of.flow() : definition;
    return """
        the distribution %s
        the recipe %s
        the learning rates %s
        %s"""
        .formatted(Recipe.textOf(named), recipe.text(), rates(recipe), data);
  }

  /** Returns some rates, which distinguish schedules that have no texts, such as lambdas. */
  private static List<Double> rates(Recipe recipe) {
    int steps = recipe.steps();
    LearningRate schedule = recipe.optimization().learningRate();
    return Stream.of(0, steps / 4, steps / 2, steps - 1)
        .map(step -> schedule.at(step, steps))
        .toList();
  }

  /** Returns the text of rows and of initial weights, if given. */
  public static String of(Data first, Data heldOut, Weights start) {
    CRC32C checksum = new CRC32C();
    for (Data data : List.of(first, heldOut)) {
      add(checksum, data.x().values());
      add(checksum, data.context().values());
      add(checksum, data.weights().values());
    }
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
    for (Weights.Array array : start.byName().values()) {
      for (double value : array.values()) {
        checksum.update(bytes.clear().putDouble(value).flip());
      }
    }
    return String.format(Locale.ROOT, "data with the checksum %08x", checksum.getValue());
  }

  private static void add(CRC32C checksum, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
    for (float value : values) {
      checksum.update(bytes.clear().putFloat(value).flip());
    }
  }

  private TrainingIdentity() {}
}
