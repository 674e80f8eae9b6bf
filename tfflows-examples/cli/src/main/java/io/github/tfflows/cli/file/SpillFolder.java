package io.github.tfflows.cli.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of this process for the data of a query that exceed memory. Only its user may read
 * it, and it vanishes with the process.
 */
final class SpillFolder {
  /** Loaded, and so created, with the first query. */
  private static final class Holder {
    static final SpillFolder ONLY = new SpillFolder();
  }

  private final Path path;

  private SpillFolder() {
    try {
      this.path = Files.createTempDirectory("tfflows-");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory can be made", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "tfflows-spill"));
  }

  static Path path() {
    return Holder.ONLY.path;
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
