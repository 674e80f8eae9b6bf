package io.github.tfflows.core.model;

import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.saved.DurableFiles;
import io.github.tfflows.core.saved.ModelDirectory;
import io.github.tfflows.core.saved.ModelFile;
import io.github.tfflows.core.saved.Seal;
import io.github.tfflows.core.saved.rules.GraphRules;
import io.github.tfflows.core.serving.EntryPoint;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;

/** Reads and writes the directory of a SavedModel. */
final class SavedModelFiles {
  /** The entry of the readable description that names the file it describes. */
  private static final String CHECKSUM = ModelDirectory.MODEL + ".sha256";

  private static final Logger LOG =
      System.getLogger("io.github.tfflows.core.model.CompiledDistribution");

  record Content(MetaGraphDef model, ModelDescription description) {}

  static Content read(Path directory) throws IOException {
    return content(directory, ModelFile.read(directory));
  }

  static Content readTrusted(Path directory) throws IOException {
    return content(directory, ModelFile.readTrusted(directory));
  }

  private static Content content(Path directory, ModelFile file) throws IOException {
    if (!file.model().containsSignatureDef(EntryPoint.LOG_PROB.key())) {
      throw new IOException(
          file(directory)
              + " is not a normalizing flow: expected a signature log_prob in its first graph");
    }
    Path described =
        file.seal().isPresent() ? file(directory) : directory.resolve(ModelDirectory.DESCRIPTION);
    try (Reader description =
        file.seal().isPresent()
            ? new StringReader(file.seal().get().description())
            : Files.newBufferedReader(described)) {
      return new Content(file.model(), ModelDescription.read(description));
    } catch (NoSuchFileException e) {
      return new Content(file.model(), new ModelDescription(Map.of()));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new IOException(
          "%s holds a damaged description: %s".formatted(described, e.getMessage()), e);
    }
  }

  /** Returns the file with all that a reader needs. */
  static Path file(Path directory) {
    return directory.resolve(ModelDirectory.MODEL);
  }

  /**
   * Writes a model, or leaves the directory unchanged on an error. It clears the interrupt of the
   * thread meanwhile, such as one that ended a training, because channels of an interrupted thread
   * refuse to write.
   */
  static void write(
      Path directory, MetaGraphDef model, ModelDescription description, ExportOptions options)
      throws IOException {
    Path target = target(directory, options);
    GraphRules.brokenBy(model)
        .ifPresent(rule -> LOG.log(Level.WARNING, "the model exported to {0} {1}", target, rule));
    ModelDirectory.Content content = draft -> writeInto(draft, model, description, options);
    boolean isInterrupted = Thread.interrupted();
    try {
      switch (options.existing()) {
        case KEEP -> ModelDirectory.create(target, content);
        case REPLACE -> ModelDirectory.createOrReplace(target, content);
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
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
    String checksum =
        DurableFiles.write(
            draft.resolve(ModelDirectory.MODEL),
            out -> Seal.write(stamped.build(), description.toProperties(), out));
    DurableFiles.write(
        draft.resolve(ModelDirectory.DESCRIPTION),
        description.with(CHECKSUM, checksum).toProperties());
    if (!options.warmUp().isEmpty()) {
      Path extra = Files.createDirectory(draft.resolve(ModelDirectory.EXTRA));
      DurableFiles.write(
          extra.resolve(ModelDirectory.WARM_UP),
          WarmUpRequests.records(precision(model), options.warmUp()));
      DurableFiles.forceDirectory(extra);
    }
  }

  private static Precision precision(MetaGraphDef model) {
    SignatureDef density = model.getSignatureDefOrThrow(EntryPoint.LOG_PROB.key());
    return Tensors.precision(density.getInputsOrThrow("x").getDtype());
  }

  private SavedModelFiles() {}
}
