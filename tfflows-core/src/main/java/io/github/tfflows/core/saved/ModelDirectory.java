package io.github.tfflows.core.saved;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The directory of a SavedModel. An export publishes a new directory in one step with all its
 * files, and replaces an existing model in one step by replacing its {@value #MODEL}. A reader
 * needs only that file, so it finds a complete model at every instant, the old or the new one.
 */
public final class ModelDirectory {
  public static final String MODEL = "saved_model.pb";

  /** A copy of the description, for people and scripts. */
  public static final String DESCRIPTION = "tfflows.properties";

  public static final String EXTRA = "assets.extra";

  public static final String WARM_UP = "tf_serving_warmup_requests";

  /** Loaders expect this directory; it is empty, since weights are constants. */
  private static final String VARIABLES = "variables";

  /** Files of other software beside a model, which loaders would read as part of the new one. */
  private static final List<String> FOREIGN =
      List.of("saved_model.pbtxt", "saved_model.cpb", "fingerprint.pb", "assets");

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
   * @throws FileAlreadyExistsException if the path exists
   * @throws IOException if it cannot be written; no files or new directories remain then
   */
  public static void create(Path directory, Content content) throws IOException {
    ModelDirectory place = new ModelDirectory(directory);
    if (place.exists() || !place.isCreated(content)) {
      throw new FileAlreadyExistsException(
          place.target.toString(),
          null,
          "expected a new directory; ExportOptions.defaults().replacing() replaces a model");
    }
  }

  /**
   * Publishes a model in a new directory or in place of another model.
   *
   * @throws FileAlreadyExistsException if the path exists and is not a model
   * @throws IOException if it cannot be written; an existing model is then unchanged, unless the
   *     new one is already in its place
   */
  public static void createOrReplace(Path directory, Content content) throws IOException {
    ModelDirectory place = new ModelDirectory(directory);
    boolean isDone = false;
    while (!isDone) { // until no one creates or removes the directory in between
      isDone = place.exists() ? place.isReplaced(content) : place.isCreated(content);
    }
  }

  /** Whether there is something at the path, even a link to nothing. */
  private boolean exists() {
    return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
  }

  private Path parent() {
    return Objects.requireNonNull(target.getParent(), "the parent of a missing directory");
  }

  private static Path beside(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".draft");
  }

  private boolean isCreated(Content content) throws IOException {
    List<Path> made = DurableFiles.createDirectories(parent());
    boolean isOver = false;
    try (Draft draft = Draft.open(beside(target))) {
      if (exists()) {
        return false;
      }
      Path complete = draft.content();
      content.writeTo(complete);
      Files.createDirectory(complete.resolve(VARIABLES));
      DurableFiles.forceDirectory(complete);
      DurableFiles.move(complete, target);
      DurableFiles.forceDirectory(parent());
      isOver = true;
      return true;
    } finally {
      if (!isOver) {
        DurableFiles.deleteEmpty(made);
      }
    }
  }

  /** Uses a draft inside the target, which may be the only place on its file system. */
  private boolean isReplaced(Content content) throws IOException {
    requireModel(target);
    Path directory = target.toRealPath();
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

  /** Updates the files beside the model, which no reader needs. */
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
