package io.github.tfflows.core.saved;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.tfflows.core.saved.rules.GraphRules;
import io.github.tfflows.core.saved.rules.SignaturePart;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * The file of a SavedModel, checked before TensorFlow reads it. Every error names the file.
 *
 * @param model its first graph
 * @param seal its description and verified checksums; empty for a model of other software
 */
public record ModelFile(MetaGraphDef model, Optional<Seal> seal) {
  /** The largest array of every JVM. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private static final String NOT_SEALED =
      "has no checksum of tfflows at its end: it was truncated or altered, or other software wrote it;"
          + " CompiledDistribution.loadTrusted loads models of other software";

  /**
   * Reads a model that this library exported, and verifies that it is complete, unchanged, and
   * within the rules for models from strangers.
   */
  public static ModelFile read(Path directory) throws IOException {
    return read(directory, ModelFile::sealed);
  }

  /** Reads any model of a trusted source, and verifies its checksums if it has some. */
  public static ModelFile readTrusted(Path directory) throws IOException {
    return read(directory, ModelFile::trusted);
  }

  @FunctionalInterface
  private interface Parser {
    ModelFile parse(byte[] bytes) throws IOException;
  }

  private static ModelFile read(Path directory, Parser parser) throws IOException {
    Path file = directory.resolve(ModelDirectory.MODEL);
    if (Files.isRegularFile(directory) || Files.notExists(file)) { // permissions may hide it
      throw new NoSuchFileException(
          file.toString(),
          null,
          "there is no such file; expected the directory of a SavedModel, such as model/1");
    }
    try {
      return parser.parse(bytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " is damaged or no SavedModel: " + e.getMessage(), e);
    } catch (AccessDeniedException e) { // whose message would be the file alone
      throw new AccessDeniedException(e.getFile(), null, "permission denied");
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + " " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new IOException(
          "%s does not fit into the Java heap of %s MiB"
              .formatted(file, Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException("is not a regular file");
    }
    long size = attributes.size();
    if (size > MOST_BYTES) {
      throw new IOException("has %s bytes; expected at most %s".formatted(size, MOST_BYTES));
    }
    return Files.readAllBytes(file);
  }

  private static ModelFile sealed(byte[] bytes) throws IOException {
    if (!Seal.isIntact(bytes)) {
      throw new IOException(damage(bytes));
    }
    WireRules.STRICT.check(bytes);
    Seal seal = Seal.of(bytes).orElseThrow(() -> new IOException(NOT_SEALED));
    if (Seal.models(bytes).size() > 1) {
      throw new IOException("has several graphs; exported models have one");
    }
    MetaGraphDef model = SignaturePart.own(parsed(bytes));
    GraphRules.check(model);
    return new ModelFile(model, Optional.of(seal));
  }

  private static ModelFile trusted(byte[] bytes) throws IOException {
    WireRules.TOLERANT.check(bytes);
    Optional<Seal> seal = Seal.of(bytes);
    if (seal.isPresent() && !Seal.isIntact(bytes)) {
      throw new IOException(damage(bytes));
    }
    return new ModelFile(parsed(bytes), seal);
  }

  private static String damage(byte[] bytes) throws IOException {
    Optional<Seal> seal = Seal.of(bytes);
    if (seal.isEmpty()) {
      return NOT_SEALED;
    }
    Set<String> parts = seal.get().damagedParts(bytes);
    return "is damaged: "
        + (parts.isEmpty() ? "its framing" : String.join(", ", parts))
        + " is not as its checksum says";
  }

  private static MetaGraphDef parsed(byte[] bytes) throws IOException {
    SavedModel saved = SavedModel.parseFrom(bytes);
    if (saved.getMetaGraphsCount() == 0) {
      throw new IOException("is not a normalizing flow: it has no graph");
    }
    MetaGraphDef model = saved.getMetaGraphs(0);
    return MetaGraphDef.newBuilder() // without the seal
        .setMetaInfoDef(model.getMetaInfoDef())
        .setGraphDef(model.getGraphDef())
        .putAllSignatureDef(model.getSignatureDefMap())
        .build();
  }
}
