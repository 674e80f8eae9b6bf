package io.github.tfflows.parity;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.scalar.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What {@code tests/parity/quality.sh} lays down: the settings and the rows.
 *
 * @param folder where the files are
 * @param values the settings, and the number of columns of each set of data
 */
record QualitySettings(Path folder, Properties values) {
  /** The ends of the splines of zuko's flow, which has no setting for them. */
  private static final double BOUND = 5;

  static QualitySettings read(Path folder) throws IOException {
    Properties values = new Properties();
    for (String file : List.of("settings.properties", "columns.properties")) {
      try (Reader in = Files.newBufferedReader(folder.resolve(file))) {
        values.load(in);
      }
    }
    return new QualitySettings(folder, values);
  }

  /** The rows of one part: float32 in little-endian order, row after row. */
  Rows rows(String data, String part) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("%s.%s.f32".formatted(data, part)));
    float[] entries = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(entries);
    return Rows.of(entries, integer(data));
  }

  /** The flow of a name; {@code maf} and {@code nsf} are built like zuko's. */
  TransformedDistribution flow(String name, int d) {
    int layers = integer("layers");
    Made made = Made.of(words("hidden").stream().mapToInt(Integer::parseInt).toArray());
    RationalQuadratic spline = new RationalQuadratic(integer("bins"), BOUND);
    return switch (name) {
      case "maf" -> Flows.maf(d, layers, made);
      case "nsf" -> reversing(d, layers, new MaskedAutoregressive(spline, made));
      case "nsf_matrices" -> Flows.neuralSplineAutoregressive(d, layers, spline, made);
      default -> throw new IllegalArgumentException("no flow is named " + name);
    };
  }

  private static TransformedDistribution reversing(int d, int layers, Bijector layer) {
    List<Bijector> links = new ArrayList<>(List.of(layer));
    for (int i = 1; i < layers; i++) {
      links.add(Permutation.reverse(d));
      links.add(layer);
    }
    return new TransformedDistribution(StandardNormal.of(d), new Chain(links));
  }

  List<String> words(String key) {
    return List.of(value(key).split("\\s+"));
  }

  int integer(String key) {
    return Integer.parseInt(value(key));
  }

  double number(String key) {
    return Double.parseDouble(value(key));
  }

  private String value(String key) {
    String value = values.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("the settings in " + folder + " lack " + key);
    }
    return value;
  }
}
