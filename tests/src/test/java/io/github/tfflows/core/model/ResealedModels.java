package io.github.tfflows.core.model;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.saved.Seal;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.testing.MovedWeights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Models that were changed, with correct checksums, as an attacker would make them. */
final class ResealedModels {
  /** A flow with a loop in its draws. */
  static final Distribution FLOW =
      new TransformedDistribution(
          StandardNormal.of(26),
          Chain.of(
              new Coupling(new Affine(), Mlp.of(4)),
              new MaskedAutoregressive(new RationalQuadratic(3, 3), Made.of(8))));

  /** Returns an exported model, equal in every process. */
  static MetaGraphDef model() {
    MetaGraphDef model =
        ServingGraph.build(FLOW, 0, MovedWeights.of(FLOW, 0), Tensors.type(Precision.FLOAT32));
    return ordered(
        model.toBuilder()
            .setGraphDef(ServedGraphs.executed(model.getGraphDef(), Compilation.NONE))
            .build());
  }

  /** Sorts functions and their nodes, which TensorFlow lists in the order of their addresses. */
  static MetaGraphDef ordered(MetaGraphDef model) {
    GraphDef.Builder graph = model.getGraphDef().toBuilder();
    List<FunctionDef> functions = new ArrayList<>();
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      List<NodeDef> nodes = new ArrayList<>(function.getNodeDefList());
      nodes.sort(Comparator.comparing(NodeDef::getName));
      functions.add(function.toBuilder().clearNodeDef().addAllNodeDef(nodes).build());
    }
    functions.sort(Comparator.comparing(function -> function.getSignature().getName()));
    graph.getLibraryBuilder().clearFunction().addAllFunction(functions);
    return model.toBuilder().setGraphDef(graph).build();
  }

  /** Reads whole numbers with spaces between them. */
  static long[] numbers(String text) {
    return Stream.of(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  /** Writes a model into a directory, with checksums. */
  static void write(MetaGraphDef model, Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve("saved_model.pb"), bytes(model));
  }

  /** Returns the file of a model, with checksums. */
  static byte[] bytes(MetaGraphDef model) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Seal.write(model, ModelDescription.of(FLOW, 0).toProperties(), out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends the checksum of the bytes before it. */
  static byte[] sealed(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      byte[] all = Arrays.copyOf(content, content.length + digest.length);
      System.arraycopy(digest, 0, all, content.length, digest.length);
      return all;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a changed copy of a model. */
  static MetaGraphDef changed(MetaGraphDef model, Consumer<MetaGraphDef.Builder> change) {
    MetaGraphDef.Builder copy = model.toBuilder();
    change.accept(copy);
    return copy.build();
  }

  private ResealedModels() {}
}
