package io.github.tfflows.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of this process for data of a query that exceed memory. Only the user can read it,
 * and it is deleted with the process.
 */
final class SpillFolder {
  private static @Nullable SpillFolder only;

  private final Path path;

  private SpillFolder() throws IOException {
    try {
      this.path = Files.createTempDirectory("tfflows-");
    } catch (IOException e) {
      throw new IOException(
          "no folder for temporary files can be made in %s; JAVA_OPTS=-Djava.io.tmpdir=DIR names"
                  .formatted(System.getProperty("java.io.tmpdir"))
              + " another place",
          e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "tfflows-spill"));
  }

  /** Returns the directory, which is made with the first query. */
  static synchronized Path path() throws IOException {
    SpillFolder folder = only;
    if (folder == null) {
      folder = new SpillFolder();
      only = folder;
    }
    return folder.path;
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}
