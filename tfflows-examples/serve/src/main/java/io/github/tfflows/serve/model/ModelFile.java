package io.github.tfflows.serve.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A version of a model on disk. Two readings are equal if the file was not replaced in between.
 *
 * @param directory the directory of the SavedModel
 * @param size the bytes of its file
 * @param modified when it was written, in milliseconds since 1970
 * @param key the identity of the file, where the file system has one
 */
public record ModelFile(
    String model, long version, Path directory, long size, long modified, String key) {
  static boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve("saved_model.pb"));
  }

  static ModelFile of(String model, long version, Path directory) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(directory.resolve("saved_model.pb"), BasicFileAttributes.class);
    return new ModelFile(
        model,
        version,
        directory,
        attributes.size(),
        attributes.lastModifiedTime().toMillis(),
        String.valueOf(attributes.fileKey()));
  }
}
