package io.github.tfflows.cli;

import io.github.tfflows.core.runtime.NativeLibrary;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TensorFlow's native library, unpacked beside the jar of the assembled tool. From a jar, JavaCPP
 * would unpack it to the home directory at the first start.
 */
final class InstalledLibrary {
  /** The folder of the library, below the folder of the jar. */
  private static final String FOLDER = "lib/native";

  /** The library that Java calls, beside the others. */
  private static final String ENTRY = "jnitensorflow";

  private static final String PATH = "org.bytedeco.javacpp.platform.preloadpath";
  private static final String UNPACKING = "org.bytedeco.javacpp.cacheLibraries";

  /**
   * Lets JavaCPP load the library from this folder. Changes nothing without the folder, as in a
   * development environment, or if the user names another place.
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
   * Loads the library while the command line is read, on its own thread, to be waited for before
   * the process ends. The command itself reports a failure.
   */
  static Thread load() {
    Thread thread = new Thread(NativeLibrary::require, "tfflows-library");
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
