package io.github.tfflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs and expressions of the guide. */
class GuideTest {
  private static final Path GUIDE = Path.of("../.github/guide");
  private static final Path CONSUMER = Path.of("consumer");
  private static final Path PYTHON = Path.of("../tfflows-examples/spark/src/main/python");

  @TempDir Path folder;

  /** Those files are compiled and run by {@code consumer/run.sh}. */
  @ParameterizedTest
  @CsvSource({
    "OWN_LAYER.md, java, src/main/java/com/example/consumer/Squareplus.java",
    "OWN_LAYER.md, java, src/test/java/com/example/consumer/SquareplusTest.java",
    "START.md, kotlin, kotlin/src/main/kotlin/Quickstart.kt",
    "START.md, kotlin, gradle/build.gradle.kts"
  })
  void theGuideShowsTheFilesOfTheConsumer(String page, String language, String file)
      throws IOException {
    String shown = "```" + language + "\n" + Files.readString(CONSUMER.resolve(file)) + "```";
    assertTrue(guide(page).contains(shown), () -> page + " does not show " + file);
  }

  @Test
  void theFragmentsOfTheOwnLayerCompile() throws IOException {
    Matcher fragments =
        Pattern.compile("```java\\n(TransformedDistribution .*?)```", Pattern.DOTALL)
            .matcher(guide("OWN_LAYER.md"));
    assertTrue(fragments.find());
    Path layer = CONSUMER.resolve("src/main/java/com/example/consumer/Squareplus.java");
    Path use = folder.resolve("Use.java");
    Files.writeString(
        use,
        """
        import com.example.consumer.Squareplus;
        import io.github.tfflows.bijectors.*;
        import io.github.tfflows.bijectors.network.*;
        import io.github.tfflows.core.*;

        class Use {
          void body(int rows) {
        %s  }
        }
        """
            .formatted(fragments.group(1)));
    CompiledSources.into(folder, layer, use);
  }

  /** Each piece of code in a sentence or a table that is a whole expression on a public class. */
  @Test
  void theExpressionsCompile() throws IOException {
    Set<String> expressions = new TreeSet<>();
    for (String page : List.of("START.md", "CONCEPTS.md", "PERFORMANCE.md", "LIMITS.md")) {
      Matcher code = Pattern.compile("`([^`\\n]+\\))`").matcher(guide(page));
      while (code.find()) {
        if (code.group(1).matches("(Flows|Execution|Training|new [A-Z]\\w+|training|model)\\b.*")) {
          expressions.add(code.group(1));
        }
      }
    }
    assertTrue(expressions.size() >= 10, expressions::toString);
    StringBuilder uses = new StringBuilder();
    for (String expression : expressions) {
      boolean isStatement = expression.startsWith("model.export");
      uses.append(isStatement ? "    " : "    sink = ").append(expression).append(";\n");
    }
    Path source = folder.resolve("Expressions.java");
    Files.writeString(
        source,
        """
        import io.github.tfflows.bijectors.*;
        import io.github.tfflows.bijectors.network.autoregressive.*;
        import io.github.tfflows.bijectors.spline.*;
        import io.github.tfflows.core.*;
        import io.github.tfflows.core.data.*;
        import io.github.tfflows.core.execution.*;
        import io.github.tfflows.core.model.*;
        import io.github.tfflows.core.training.*;
        import java.nio.file.Path;
        import java.time.Duration;

        class Expressions {
          Object sink;

          void all(int rows, int columns, int n, long seed, Path directory, Duration duration,
              float[][] x, float[][] c, float[][] data, Distribution flow, Distribution base,
              Bijector bijectors, Training training, CompiledDistribution model) throws Exception {
        %s  }
        }
        """
            .formatted(uses));
    CompiledSources.into(folder, source);
  }

  @Test
  void theLinesForJShellRun() throws IOException {
    Matcher lines =
        Pattern.compile("```jshell\\n(.*?)```", Pattern.DOTALL).matcher(guide("START.md"));
    assertTrue(lines.find());
    try (JShell shell =
        JShell.builder()
            .executionEngine("local")
            .compilerOptions("-classpath", System.getProperty("java.class.path"))
            .build()) {
      for (String line : lines.group(1).lines().toList()) {
        for (SnippetEvent event : shell.eval(line + ";")) {
          assertEquals(Snippet.Status.VALID, event.status(), line);
          assertEquals(null, event.exception(), line);
        }
      }
    }
  }

  @Test
  void theGuideHasTheVersionsOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    String version = element(pom, "version");
    String release = version.replace("-SNAPSHOT", "");
    String page = guide("START.md");
    assertEquals(Set.of(release), all("tfflows-bom:([\\d.]+)", page));
    String changes = Files.readString(GUIDE.resolveSibling("CHANGELOG.md"));
    assertTrue(changes.contains("\n## " + release + "\n"), () -> "no notes of " + release);
    String readme = Files.readString(Path.of("../README.md"));
    assertEquals(Set.of(release), all("version = \\{(.*?)}", readme));
    assertEquals(
        Set.of(element(pom, "tensorflow.version")), all("tensorflow-core-native:([\\d.]+)", page));
    String python = Files.readString(PYTHON.resolve("pyproject.toml"));
    assertEquals(
        Set.of(version.replace("-SNAPSHOT", ".dev0")), all("\nversion = \"(.*)\"", python));
  }

  @Test
  void oneLicenceIsNamedEverywhere() throws IOException {
    String licence = Files.readString(Path.of("../LICENSE"));
    assertTrue(licence.startsWith("MIT License"), licence);
    Set<String> mit = Set.of("MIT");
    String pom = Files.readString(Path.of("../pom.xml"));
    assertEquals(mit, all("<license>\\s*<name>(.*)</name>", pom));
    String python = Files.readString(PYTHON.resolve("pyproject.toml"));
    assertEquals(mit, all("\nlicense = \"(.*)\"", python));
  }

  /** The last two lines are an entry for BibTeX. */
  @Test
  void theReadmeEndsWithTheCitation() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String entry = "`@software\\{tfflows, [^`\\n]*\\n[^`\\n]*}}`\\.\\n\\z";
    assertTrue(Pattern.compile(entry).matcher(readme).find(), readme);
  }

  /** A reader of another page finds all pages. */
  @Test
  void everyPageIsLinked() throws IOException {
    StringBuilder links = new StringBuilder(Files.readString(Path.of("../README.md")));
    for (Path page : Folder.files(GUIDE)) {
      links.append(Files.readString(page));
    }
    assertEquals(
        List.of(),
        Folder.names(GUIDE).stream().filter(name -> links.indexOf(name + ")") < 0).toList());
  }

  private static Set<String> all(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(at -> found.add(at.group(1)));
    return found;
  }

  private static String element(String xml, String name) {
    Matcher found = Pattern.compile("<" + name + ">(.*?)</").matcher(xml);
    assertTrue(found.find(), name);
    return found.group(1);
  }

  private static String guide(String page) throws IOException {
    return Files.readString(GUIDE.resolve(page));
  }
}
