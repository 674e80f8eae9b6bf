package io.github.tfflows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A class that a document shows, compiled as it stands there. */
public final class DocumentedClass {
  private static final Pattern CODE =
      Pattern.compile("<pre>\\{@code\\n(import.*?record (\\w+)\\(.*?)\\n}</pre>", Pattern.DOTALL);

  private DocumentedClass() {}

  /** Returns the first class in the overview of a package. */
  public static Class<?> of(Package documented) {
    return of(documented, "");
  }

  /** Returns the first class in the overview of a package whose name begins so. */
  public static Class<?> of(Package documented, String beginning) {
    try {
      Matcher code = CODE.matcher(overview(documented));
      do {
        assertTrue(code.find(), documented + " shows no class " + beginning);
      } while (!code.group(2).startsWith(beginning));
      Path source = Files.createTempDirectory("overview").resolve(code.group(2) + ".java");
      return of(Files.writeString(source, code.group(1)), code.group(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the class of a name in a source file. */
  static Class<?> of(Path source, String name) {
    try {
      Path folder = Files.createTempDirectory("classes");
      CompiledSources.into(folder, source);
      try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
        return loader.loadClass(name);
      }
    } catch (ClassNotFoundException e) {
      throw new LinkageError(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an instance of a record of whole numbers. */
  public static Object made(Class<?> type, Integer... components) {
    try {
      return type.getConstructors()[0].newInstance((Object[]) components);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  private static String overview(Package documented) throws IOException {
    String[] path = documented.getName().split("\\.", -1); // io.github.tfflows.MODULE...
    Path file =
        Path.of("../tfflows-" + path[3], "src/main/java")
            .resolve(String.join("/", path))
            .resolve("package-info.java");
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceFirst("^ \\* ?", ""))
        .collect(Collectors.joining("\n"));
  }
}
