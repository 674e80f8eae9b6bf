package io.github.tfflows.core.saved;

import io.github.tfflows.core.runtime.BoundWeights;
import io.github.tfflows.core.saved.WireFields.Field;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * SHA-256 checksums of the parts of a model: each function, signature and weight, and the rest.
 * They cover the bytes of the file, since another version of protobuf may serialize an equal
 * message differently.
 */
public final class PartChecksums {
  private static final int MAP_KEY = 1;

  private final byte[] bytes;
  private final Map<String, MessageDigest> digests = new LinkedHashMap<>();

  private PartChecksums(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the checksums by part of a {@code MetaGraphDef}, without its collections. */
  static Map<String, String> of(byte[] bytes, int from, int to) throws IOException {
    PartChecksums parts = new PartChecksums(bytes);
    for (Field field : WireFields.of(bytes, from, to)) {
      parts.addOfModel(field);
    }
    Map<String, String> checksums = new LinkedHashMap<>();
    parts.digests.forEach((part, digest) -> checksums.put(part, hex(digest.digest())));
    return checksums;
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private void addOfModel(Field field) throws IOException {
    switch (field.number()) {
      case MetaGraphDef.GRAPH_DEF_FIELD_NUMBER -> addGraph(field);
      case MetaGraphDef.SIGNATURE_DEF_FIELD_NUMBER ->
          add("signature " + WireFields.text(bytes, field, MAP_KEY), field);
      case MetaGraphDef.COLLECTION_DEF_FIELD_NUMBER -> {} // the seal itself
      default -> add("information about the model", field);
    }
  }

  private void addGraph(Field graph) throws IOException {
    for (Field field : WireFields.of(bytes, graph.from(), graph.to())) {
      switch (field.number()) {
        case GraphDef.NODE_FIELD_NUMBER -> add(node(field), field);
        case GraphDef.LIBRARY_FIELD_NUMBER -> addLibrary(field);
        default -> add("information about the graph", field);
      }
    }
  }

  private String node(Field node) throws IOException {
    String name = WireFields.text(bytes, node, NodeDef.NAME_FIELD_NUMBER);
    return name.startsWith(BoundWeights.PREFIX) ? name : "the graph around the functions";
  }

  private void addLibrary(Field library) throws IOException {
    for (Field field : WireFields.of(bytes, library.from(), library.to())) {
      boolean isFunction = field.number() == FunctionDefLibrary.FUNCTION_FIELD_NUMBER;
      add(isFunction ? "function " + function(field) : "gradients of functions", field);
    }
  }

  private String function(Field function) throws IOException {
    for (Field field : WireFields.of(bytes, function.from(), function.to())) {
      if (field.number() == FunctionDef.SIGNATURE_FIELD_NUMBER) {
        return WireFields.text(bytes, field, OpDef.NAME_FIELD_NUMBER);
      }
    }
    return "";
  }

  private void add(String part, Field field) {
    digests
        .computeIfAbsent(part, unused -> sha256())
        .update(bytes, field.start(), field.to() - field.start());
  }

  static String text(Map<String, String> checksums) {
    return checksums.entrySet().stream()
        .map(entry -> entry.getValue() + "  " + entry.getKey())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Returns the parts whose checksums differ or are missing in one text. */
  static Set<String> differences(String expected, String found) {
    Set<String> lines = new TreeSet<>(expected.lines().toList());
    Set<String> others = new TreeSet<>(found.lines().toList());
    Set<String> parts = new TreeSet<>();
    lines.stream().filter(line -> !others.contains(line)).forEach(line -> parts.add(part(line)));
    others.stream().filter(line -> !lines.contains(line)).forEach(line -> parts.add(part(line)));
    return parts;
  }

  private static String part(String line) {
    int space = line.indexOf("  ");
    return space < 0 ? "the checksums" : line.substring(space + 2);
  }
}
