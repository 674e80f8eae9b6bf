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

/** The class that the overview of a package shows, compiled as it stands there. */
public final class DocumentedClass {
  private static final Pattern CODE =
      Pattern.compile("<pre>\\{@code\\n(import.*?record (\\w+)\\(.*?)\\n}</pre>", Pattern.DOTALL);

  private DocumentedClass() {}

  /** Returns the class in the overview of a package. */
  public static Class<?> of(Package documented) {
    try {
      Matcher code = CODE.matcher(overview(documented));
      assertTrue(code.find(), documented + " shows no class");
      Path folder = Files.createTempDirectory("overview");
      Path source = Files.writeString(folder.resolve(code.group(2) + ".java"), code.group(1));
      CompiledSources.into(folder, source);
      URL[] classes = {folder.toUri().toURL()};
      try (URLClassLoader loader = new URLClassLoader(classes)) {
        return loader.loadClass(code.group(2));
      }
    } catch (ClassNotFoundException e) {
      throw new LinkageError("the overview of " + documented, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
