package io.github.tfflows.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;

/**
 * TensorFlow's native library beside the tool's jar, where the assembled tool has it unpacked.
 * JavaCPP would unpack a jar to the home directory at the first start.
 */
final class InstalledLibrary {
  /** The folder of the library, below that of the jar. */
  private static final String FOLDER = "lib/native";

  /** The part that Java calls; it lies beside the others. */
  private static final String ENTRY = "jnitensorflow";

  private static final String PATH = "org.bytedeco.javacpp.platform.preloadpath";
  private static final String UNPACKING = "org.bytedeco.javacpp.cacheLibraries";

  /**
   * Has JavaCPP load the library from where it is. Changes nothing where there is none, as in a
   * development environment, or where the user names a place.
   */
  static void use() {
    if (System.getProperty(PATH) == null && System.getProperty(UNPACKING) == null) {
      folder()
          .ifPresent(
              folder -> {
                System.setProperty(PATH, folder.toString());
                System.setProperty(UNPACKING, "false");
              });
    }
  }

  /**
   * Loads the library on a thread of its own, which takes about as long as to read the command
   * line. Where that fails, the command tells of it.
   *
   * @return the thread, to be waited for before the process ends
   */
  static Thread load() {
    Thread thread = new Thread(TensorFlow::version, "tfflows-library");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((same, failure) -> {});
    thread.start();
    return thread;
  }

  private static Optional<Path> folder() {
    CodeSource source = InstalledLibrary.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      Path folder = Path.of(source.getLocation().toURI()).resolveSibling(FOLDER);
      return Files.isDirectory(folder) ? holding(folder) : Optional.empty();
    } catch (URISyntaxException | IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> holding(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().contains(ENTRY))
          .findFirst()
          .map(Path::getParent);
    }
  }

  private InstalledLibrary() {}
}
