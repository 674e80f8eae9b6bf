package io.github.tfflows.core.training;

import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What tells a training from others: two of them with equal texts take the same steps.
 *
 * @param definition the distribution, or its objective
 * @param recipe how it is trained
 * @param data a text for the data
 */
record TrainingIdentity(Object definition, Training recipe, String data) {
  /** Of a training on rows; a likelihood is named by its distribution. */
  static TrainingIdentity of(Objective objective, Training recipe, String data) {
    Object definition = objective instanceof Objective.Likelihood of ? of.flow() : objective;
    return new TrainingIdentity(definition, recipe, data);
  }

  /** Three lines, the same in every process. */
  @Override
  public String toString() {
    return """
        the distribution %s
        the recipe %s
        %s"""
        .formatted(text(definition), text(recipe), data);
  }

  /** The text of a recipe without its checkpoints. */
  static String text(Training recipe) {
    return text((Object) recipe.with(Optional.empty()));
  }

  /** The text of a value, without the names that a process gives to its lambdas. */
  private static String text(Object value) {
    return value.toString().replaceAll("\\$\\$Lambda[^,\\]]*", "\\$\\$Lambda");
  }

  /** The text of rows. */
  static String of(Data first, Data heldOut) {
    return text(checksum(first, heldOut));
  }

  static String text(CRC32C checksum) {
    return String.format(Locale.ROOT, "data with the checksum %08x", checksum.getValue());
  }

  static CRC32C checksum(Data first, Data heldOut) {
    CRC32C checksum = new CRC32C();
    for (Data data : List.of(first, heldOut)) {
      add(checksum, data.x());
      add(checksum, data.context());
      add(checksum, data.weights());
    }
    return checksum;
  }

  private static void add(CRC32C checksum, Rows rows) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
    for (float value : rows.values()) {
      checksum.update(bytes.clear().putFloat(value).flip());
    }
  }

  static void add(CRC32C checksum, Weights.Array array) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
    for (double value : array.values()) {
      checksum.update(bytes.clear().putDouble(value).flip());
    }
  }
}
