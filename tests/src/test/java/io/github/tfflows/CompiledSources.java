package io.github.tfflows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Sources of documents, compiled against the class path of the tests. */
final class CompiledSources {
  /** Compiles into a folder, against what is compiled there; every warning fails. */
  static void into(Path folder, Path... sources) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Xlint:all,-path",
                "-Werror",
                "-proc:none",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                "-d",
                folder.toString()));
    for (Path source : sources) {
      arguments.add(source.toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, arguments.toArray(String[]::new));
    assertEquals(0, status, errors::toString);
  }

  private CompiledSources() {}
}
