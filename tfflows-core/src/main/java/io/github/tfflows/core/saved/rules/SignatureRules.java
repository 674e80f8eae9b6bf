package io.github.tfflows.core.saved.rules;

import io.github.tfflows.core.runtime.NodeInputs;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Checks that the signatures are signatures of a flow, and match the types and shapes in the graph.
 */
final class SignatureRules {
  private static final String CONTEXT = "context";

  /** The largest number of entries of an event, beyond the size of any array. */
  private static final long LARGEST_EVENT = 1 << 26;

  private static final Set<String> ALWAYS = Set.of("serving_default", "log_prob", "sample");

  private static final Set<String> OF_MAP = Set.of("forward", "inverse");

  private static final Set<String> OF_MARGINALS = Set.of("cdf", "quantile");

  private static final Set<String> OF_CATEGORIES = Set.of("categories");

  private static final Set<String> OF_PARTS = Set.of("full_conditionals");

  static final Set<String> OWN =
      Stream.of(ALWAYS, OF_MAP, OF_MARGINALS, OF_CATEGORIES, OF_PARTS)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, Set<String>> OUTPUTS =
      Map.of(
          "serving_default", Set.of("log_prob"),
          "log_prob", Set.of("log_prob"),
          "sample", Set.of("x", "log_prob"),
          "forward", Set.of("x", "log_det"),
          "inverse", Set.of("z", "log_det"),
          "cdf", Set.of("cdf", "survival"),
          "quantile", Set.of("quantile", "upper_quantile"),
          "categories", Set.of("log_probs"),
          "full_conditionals", Set.of("full_conditionals"));

  private static final Set<String> LIKE_X =
      Set.of("cdf", "survival", "p", "quantile", "upper_quantile");

  private final Body graph;

  /** The shapes of rows by name; a name has the same shape everywhere. */
  private final Map<String, TensorShapeProto> shapes = new HashMap<>();

  private DataType type = DataType.DT_FLOAT;

  SignatureRules(Body graph) {
    this.graph = graph;
  }

  /** Checks that the signatures of a model are as documented. */
  void check(MetaGraphDef model) throws IOException {
    Map<String, SignatureDef> signatures = model.getSignatureDefMap();
    if (!areComplete(signatures.keySet())) {
      throw new IOException(
          ("is not a normalizing flow: expected the signatures %s, with forward and inverse or without,"
                  + " with cdf and quantile or without, with categories or without, with"
                  + " full_conditionals or without")
              .formatted(new TreeSet<>(ALWAYS)));
    }
    SignatureDef density = model.getSignatureDefOrThrow("log_prob");
    boolean isConditional = density.containsInputs(CONTEXT);
    type = density.getInputsOrDefault("x", TensorInfo.getDefaultInstance()).getDtype();
    if (type != DataType.DT_FLOAT && type != DataType.DT_DOUBLE) {
      throw broken("log_prob", "expected an input x of a float type");
    }
    for (Map.Entry<String, SignatureDef> entry : signatures.entrySet()) {
      check(entry.getKey(), entry.getValue(), isConditional);
    }
  }

  private static boolean areComplete(Set<String> keys) {
    Set<String> expected = new TreeSet<>(ALWAYS);
    Stream.of(OF_MAP, OF_MARGINALS, OF_CATEGORIES, OF_PARTS)
        .filter(group -> group.stream().anyMatch(keys::contains))
        .forEach(expected::addAll);
    return expected.equals(keys);
  }

  private static IOException broken(String signature, String rule) {
    return new IOException(
        "is not a normalizing flow: signature %s is not as documented: %s"
            .formatted(signature, rule));
  }

  private void check(String key, SignatureDef signature, boolean isConditional) throws IOException {
    Set<String> inputs = new TreeSet<>(inputs(key, isConditional));
    Set<String> outputs = new TreeSet<>(OUTPUTS.getOrDefault(key, Set.of()));
    if (!signature.getInputsMap().keySet().equals(inputs)
        || !signature.getOutputsMap().keySet().equals(outputs)) {
      throw broken(key, "expected the inputs %s and the outputs %s".formatted(inputs, outputs));
    }
    for (String input : inputs) {
      require(key, input, signature.getInputsOrThrow(input), "Placeholder", "dtype");
    }
    for (String output : outputs) {
      require(key, output, signature.getOutputsOrThrow(output), "EnsureShape", "T");
    }
  }

  private static Set<String> inputs(String key, boolean isConditional) {
    if (key.equals("sample")) {
      return Set.of(isConditional ? CONTEXT : "count", "seed");
    }
    if (key.equals("categories")) {
      return Set.of(CONTEXT);
    }
    String points =
        switch (key) {
          case "forward" -> "z";
          case "quantile" -> "p";
          default -> "x";
        };
    return isConditional ? Set.of(points, CONTEXT) : Set.of(points);
  }

  private void require(String key, String name, TensorInfo info, String op, String typeOf)
      throws IOException {
    NodeDef node = graph.nodes().get(NodeInputs.node(info.getName()));
    TensorShapeProto shape = info.getTensorShape();
    if (node == null
        || !node.getOp().equals(op)
        || !info.getName().equals(node.getName() + ":0")
        || Body.attribute(node, typeOf).getType() != info.getDtype()
        || !sizes(Body.attribute(node, "shape").getShape()).equals(sizes(shape))
        || Body.attribute(node, "shape").getShape().getUnknownRank()) {
      throw broken(key, "the graph has no %s %s of this type and shape".formatted(op, name));
    }
    DataType expected =
        switch (name) {
          case "count" -> DataType.DT_INT32;
          case "seed" -> DataType.DT_INT64;
          default -> type;
        };
    if (info.getDtype() != expected || !isShaped(name, sizes(shape))) {
      throw broken(
          key,
          "%s has the type %s and the shape %s".formatted(name, info.getDtype(), sizes(shape)));
    }
    TensorShapeProto known = shapes.putIfAbsent(LIKE_X.contains(name) ? "x" : name, shape);
    if (known != null && !sizes(known).equals(sizes(shape))) {
      throw broken(key, name + " has another shape than elsewhere");
    }
  }

  private static List<Long> sizes(TensorShapeProto shape) {
    return shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  private static boolean isShaped(String name, List<Long> sizes) {
    return switch (name) {
      case "count" -> sizes.isEmpty();
      case "seed" -> sizes.equals(List.of(2L));
      case "log_prob", "log_det" -> sizes.equals(List.of(-1L));
      case CONTEXT -> sizes.size() == 2 && areRows(sizes);
      default -> areRows(sizes);
    };
  }

  private static boolean areRows(List<Long> sizes) {
    if (sizes.isEmpty() || sizes.get(0) != -1) {
      return false;
    }
    long entries = 1;
    for (long size : sizes.subList(1, sizes.size())) {
      if (size < 1 || size > LARGEST_EVENT || (entries *= size) > LARGEST_EVENT) {
        return false;
      }
    }
    return true;
  }
}
