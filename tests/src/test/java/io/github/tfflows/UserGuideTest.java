package io.github.tfflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program, compiled and run as it stands there. */
class UserGuideTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\\n(import.*?class (\\w+) \\{.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theReadmesProgramRuns() throws Exception {
    Matcher program = PROGRAM.matcher(Files.readString(readme()));
    assertTrue(program.find(), "the README has no complete program");
    Path source = folder.resolve(program.group(2) + ".java");
    // It writes its model to a relative path: into the temporary folder here.
    String text = program.group(1).replace("Path.of(\"", "Path.of(\"" + folder + "/");
    Files.writeString(source, text);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                errors,
                "-Xlint:all,-path",
                "-Werror",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, status, errors::toString);
    try (URLClassLoader classes = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Method main = classes.loadClass(program.group(2)).getMethod("main", String[].class);
      main.invoke(null, (Object) new String[0]);
    }
    assertTrue(Files.exists(folder.resolve("model/saved_model.pb")), "it exports a model");
  }

  @Test
  void everyClassNamedInTheReadmesTablesExists() throws IOException {
    Matcher names = Pattern.compile("`([A-Z]\\w+)[(.`]").matcher(tables());
    int count = 0;
    while (names.find()) {
      String name = names.group(1);
      assertTrue(
          List.of("core", "bijectors").stream().anyMatch(module -> exists(module, name)), name);
      count++;
    }
    assertTrue(count > 20, "found only " + count + " names");
  }

  private static String tables() throws IOException {
    return String.join(
        "\n", Files.readAllLines(readme()).stream().filter(line -> line.startsWith("| ")).toList());
  }

  private static boolean exists(String module, String name) {
    return new File(
            "../tfflows-%s/src/main/java/io/github/tfflows/%s/%s.java"
                .formatted(module, module, name))
        .exists();
  }

  private static Path readme() {
    return Path.of("..", "README.md").toAbsolutePath().normalize();
  }
}
