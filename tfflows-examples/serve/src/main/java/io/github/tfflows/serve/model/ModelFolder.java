package io.github.tfflows.serve.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder of models. It is a model, a directory of its versions, named by whole numbers, or a
 * directory of several models in either form.
 */
record ModelFolder(Path folder) {
  /** Returns the newest version of each model, by the name of the model. */
  Map<String, ModelFile> newest() throws IOException {
    Map<String, ModelFile> newest = new TreeMap<>();
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    Optional<ModelFile> only = newest(name, folder);
    if (only.isPresent()) {
      return Map.of(name, only.get());
    }
    try (DirectoryStream<Path> models = Files.newDirectoryStream(folder)) {
      for (Path model : models) {
        String each = String.valueOf(model.getFileName());
        if (!each.startsWith(".") && Files.isDirectory(model)) {
          newest(each, model).ifPresent(file -> newest.put(each, file));
        }
      }
    }
    return newest;
  }

  private static Optional<ModelFile> newest(String name, Path directory) throws IOException {
    if (ModelFile.isIn(directory)) {
      return file(name, 1, directory);
    }
    long newest = -1;
    Path directoryOfNewest = directory;
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(directory)) {
      for (Path version : versions) {
        String number = String.valueOf(version.getFileName());
        boolean isVersion = number.matches("\\d{1,18}") && ModelFile.isIn(version);
        if (isVersion && Long.parseLong(number) > newest) {
          newest = Long.parseLong(number);
          directoryOfNewest = version;
        }
      }
    } catch (AccessDeniedException | NoSuchFileException e) {
      return Optional.empty(); // a directory of something else, or one that has just gone
    }
    return newest < 0 ? Optional.empty() : file(name, newest, directoryOfNewest);
  }

  /** The version, unless it was just removed. */
  private static Optional<ModelFile> file(String name, long version, Path directory)
      throws IOException {
    try {
      return Optional.of(ModelFile.of(name, version, directory));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
