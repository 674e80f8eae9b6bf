package io.github.tfflows.core.saved;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The directory of a SavedModel, as an export publishes it: a new one in one step with all its
 * files, an existing one by the replacement of its {@value #MODEL} in one step. That file is all
 * that a reader needs, so that it finds a whole model at every instant, the old or the new one.
 */
public final class ModelDirectory {
  /** The file of the model. */
  public static final String MODEL = "saved_model.pb";

  /** A copy of the description, for people and scripts. */
  public static final String DESCRIPTION = "tfflows.properties";

  /** The directory of the file {@link #WARM_UP}. */
  public static final String EXTRA = "assets.extra";

  /** The requests that TensorFlow Serving replays. */
  public static final String WARM_UP = "tf_serving_warmup_requests";

  /** Expected by loaders; empty, since weights are constants. */
  private static final String VARIABLES = "variables";

  /** Files of other software beside a model, which loaders would take for those of the new one. */
  private static final List<String> FOREIGN =
      List.of("saved_model.pbtxt", "saved_model.cpb", "fingerprint.pb", "assets");

  /** Writes the files of a model into a directory that is there. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path directory) throws IOException;
  }

  private final Path target;

  private ModelDirectory(Path target) {
    this.target = target.toAbsolutePath().normalize();
  }

  /**
   * Publishes a model in a new directory.
   *
   * @throws FileAlreadyExistsException if there is something
   * @throws IOException if it cannot be written; nothing is left then
   */
  public static void create(Path directory, Content content) throws IOException {
    ModelDirectory place = new ModelDirectory(directory);
    if (Files.exists(place.target) || !place.isCreated(content)) {
      throw new FileAlreadyExistsException(
          place.target.toString(),
          null,
          "expected a new directory; replacing() allows to overwrite");
    }
  }

  /**
   * Publishes a model in a new directory or in place of another model.
   *
   * @throws FileAlreadyExistsException if there is something else than a model
   * @throws IOException if it cannot be written; an existing model is then unchanged, unless the
   *     new one is already in its place
   */
  public static void createOrReplace(Path directory, Content content) throws IOException {
    ModelDirectory place = new ModelDirectory(directory);
    boolean isDone = false;
    while (!isDone) { // until nobody makes or removes the directory between the look and the work
      isDone =
          Files.exists(place.target)
              ? place.isReplaced(place.target.toRealPath(), content)
              : place.isCreated(content);
    }
  }

  private Path parent() {
    return Objects.requireNonNull(target.getParent(), "the parent of a missing directory");
  }

  /** A draft beside the target: a directory appears by being renamed. */
  private static Path beside(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".draft");
  }

  private boolean isCreated(Content content) throws IOException {
    Files.createDirectories(parent());
    try (Draft draft = Draft.open(beside(target))) {
      if (Files.exists(target)) {
        return false;
      }
      Path complete = draft.content();
      content.writeTo(complete);
      Files.createDirectory(complete.resolve(VARIABLES));
      DurableFiles.forceDirectory(complete);
      DurableFiles.move(complete, target);
      DurableFiles.forceDirectory(parent());
      return true;
    }
  }

  /** A draft inside of the target, which may be the only place on its file system. */
  private boolean isReplaced(Path directory, Content content) throws IOException {
    requireModel(directory);
    try (Draft draft = Draft.open(directory.resolve(".draft"))) {
      if (!Files.exists(directory.resolve(MODEL))) {
        return false;
      }
      Path complete = draft.content();
      content.writeTo(complete);
      // Requests for the old model may not suit the new one, and are sent as soon as it appears.
      DurableFiles.delete(directory.resolve(EXTRA).resolve(WARM_UP));
      DurableFiles.move(complete.resolve(MODEL), directory.resolve(MODEL));
      DurableFiles.forceDirectory(directory);
      publishBeside(complete, directory);
    }
    Draft.discardAbandoned(beside(target));
    return true;
  }

  private static void requireModel(Path directory) throws FileAlreadyExistsException {
    if (!Files.exists(directory.resolve(MODEL))) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "expected a SavedModel to replace, found something else");
    }
  }

  /** Brings the files beside the model, which no reader needs, in line with it. */
  private static void publishBeside(Path complete, Path directory) throws IOException {
    DurableFiles.move(complete.resolve(DESCRIPTION), directory.resolve(DESCRIPTION));
    for (String stale : FOREIGN) {
      DurableFiles.delete(directory.resolve(stale));
    }
    Path variables = Files.createDirectories(directory.resolve(VARIABLES));
    try (DirectoryStream<Path> stale = Files.newDirectoryStream(variables)) {
      for (Path file : stale) {
        DurableFiles.delete(file);
      }
    }
    Path requests = complete.resolve(EXTRA).resolve(WARM_UP);
    if (Files.exists(requests)) {
      Path extra = Files.createDirectories(directory.resolve(EXTRA));
      DurableFiles.move(requests, extra.resolve(WARM_UP));
      DurableFiles.forceDirectory(extra);
    }
    DurableFiles.forceDirectory(directory);
  }
}
