package io.github.tfflows.serve.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder of models. It is a model, a directory of its versions, named by whole numbers, or a
 * directory of several models in either form.
 */
record ModelFolder(Path folder) {
  /** Returns the versions of each model, the newest first, by the name of the model. */
  Map<String, List<ModelFile>> versions() throws IOException {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    List<ModelFile> only = versions(name, folder);
    if (!only.isEmpty()) {
      return Map.of(name, only);
    }
    Map<String, List<ModelFile>> all = new TreeMap<>();
    try (DirectoryStream<Path> models = Files.newDirectoryStream(folder)) {
      for (Path model : models) {
        String each = String.valueOf(model.getFileName());
        if (!each.startsWith(".") && Files.isDirectory(model)) {
          all.put(each, versions(each, model));
        }
      }
    }
    all.values().removeIf(List::isEmpty);
    return all;
  }

  private static List<ModelFile> versions(String name, Path directory) throws IOException {
    if (ModelFile.isIn(directory)) {
      return file(name, 1, directory).stream().toList();
    }
    List<ModelFile> files = new ArrayList<>();
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(directory)) {
      for (Path version : versions) {
        String number = String.valueOf(version.getFileName());
        if (number.matches("\\d{1,18}") && ModelFile.isIn(version)) {
          file(name, Long.parseLong(number), version).ifPresent(files::add);
        }
      }
    } catch (AccessDeniedException | NoSuchFileException e) {
      return List.of(); // a directory of something else, or one that has just gone
    }
    files.sort(Comparator.comparingLong(ModelFile::version).reversed());
    return files;
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
