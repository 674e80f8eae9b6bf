package io.github.tfflows.core.model;

import com.google.protobuf.CodedOutputStream;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Tensors;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** Reads and writes the directory of a SavedModel. A directory is there whole or not at all. */
final class SavedModelFiles {
  private static final String GRAPH = "saved_model.pb";
  private static final String DESCRIPTION = "tfflows.properties";

  /** The contents of a directory. */
  record Content(MetaGraphDef model, ModelDescription description) {}

  /** Reads a model. */
  static Content read(Path directory) throws IOException {
    Path file = directory.resolve(GRAPH);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "expected the directory of a SavedModel, such as model/1");
    }
    SavedModel saved = SavedModel.parseFrom(Files.readAllBytes(file));
    if (saved.getMetaGraphsCount() == 0
        || !saved.getMetaGraphs(0).containsSignatureDef(EntryPoint.LOG_PROB.key())) {
      throw new IOException(
          file + " is no normalizing flow: expected a signature log_prob in its first graph");
    }
    return new Content(saved.getMetaGraphs(0), description(directory));
  }

  private static ModelDescription description(Path directory) throws IOException {
    try (Reader reader = Files.newBufferedReader(directory.resolve(DESCRIPTION))) {
      return ModelDescription.read(reader);
    }
  }

  /** Writes a model beside its place and moves it there once it is complete. */
  static void write(
      Path directory, MetaGraphDef model, ModelDescription description, ExportOptions options)
      throws IOException {
    Path target = target(directory, options).toAbsolutePath();
    requireFree(target, options.existing());
    Files.createDirectories(target.getParent());
    Path draft = Files.createDirectory(beside(target, "export"));
    try {
      writeInto(draft, model, description, options);
      moveIntoPlace(draft, target);
    } finally {
      delete(draft);
    }
  }

  private static void requireFree(Path target, ExportOptions.Existing existing)
      throws FileAlreadyExistsException {
    if (!Files.exists(target)) {
      return;
    }
    if (existing == ExportOptions.Existing.KEEP) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "expected a new directory; replacing() allows to overwrite");
    }
    if (!Files.exists(target.resolve(GRAPH))) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "expected a SavedModel to replace, found something else");
    }
  }

  /** A name that is free, on the same file system, and hidden. */
  private static Path beside(Path target, String role) {
    return target.resolveSibling(".%s-%s".formatted(role, UUID.randomUUID()));
  }

  private static Path target(Path directory, ExportOptions options) {
    return options.version().isPresent()
        ? directory.resolve(Long.toString(options.version().getAsLong()))
        : directory;
  }

  private static void writeInto(
      Path draft, MetaGraphDef model, ModelDescription description, ExportOptions options)
      throws IOException {
    MetaGraphDef.Builder stamped = model.toBuilder();
    stamped.getMetaInfoDefBuilder().setTensorflowVersion(TensorFlow.version());
    SavedModel saved =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(stamped).build();
    Files.write(draft.resolve(GRAPH), bytes(saved));
    Files.createDirectory(draft.resolve("variables")); // expected by loaders, empty: no variables
    Files.writeString(draft.resolve(DESCRIPTION), description.toProperties());
    if (!options.warmUp().isEmpty()) {
      Path extra = Files.createDirectory(draft.resolve("assets.extra"));
      WarmUpRequests.write(
          extra.resolve("tf_serving_warmup_requests"), precision(model), options.warmUp());
    }
  }

  private static Precision precision(MetaGraphDef model) {
    SignatureDef density = model.getSignatureDefOrThrow(EntryPoint.LOG_PROB.key());
    return Tensors.precision(density.getInputsOrThrow("x").getDtype());
  }

  /** The same bytes for the same model, whatever order its maps have. */
  private static byte[] bytes(SavedModel saved) throws IOException {
    byte[] bytes = new byte[saved.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    saved.writeTo(out);
    return bytes;
  }

  /** Moves an existing model aside first, and back if the new one cannot replace it. */
  private static void moveIntoPlace(Path draft, Path target) throws IOException {
    if (!Files.exists(target)) {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path aside = beside(target, "replaced");
    Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      restore(aside, target, e);
      throw e;
    }
    delete(aside);
  }

  private static void restore(Path aside, Path target, Exception reason) {
    try {
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      reason.addSuppressed(new IOException("the model that was to be replaced is at " + aside, e));
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private SavedModelFiles() {}
}
