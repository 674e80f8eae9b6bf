package io.github.tfflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs of the README, compiled and run unchanged. */
class UserGuideTest {
  private static final List<String> MODULES =
      List.of(
          "tfflows-core", "tfflows-bijectors", "tfflows-examples/tables", "tfflows-examples/spark");

  private static final Pattern PROGRAM =
      Pattern.compile("```java\\n(import.*?class (\\w+) \\{.*?)```", Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"Diamonds, diamonds", "Quickstart, model"})
  void theReadmesProgramsRun(String name, String model) throws Exception {
    Path source = folder.resolve(name + ".java");
    // It writes its model to a relative path: into the temporary folder here.
    String text = program(readme(), name).replace("Path.of(\"", "Path.of(\"" + folder + "/");
    Files.writeString(source, text);
    CompiledSources.into(folder, source);
    try (URLClassLoader classes = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Method main = classes.loadClass(name).getMethod("main", String[].class);
      main.invoke(null, (Object) new String[0]);
    }
    assertTrue(Files.exists(folder.resolve(model + "/saved_model.pb")), "it exports a model");
  }

  @Test
  void theProgramOfTheGuideToServingCompiles() throws IOException {
    Path guide = ROOT.resolve("tfflows-examples/serve/README.md");
    CompiledSources.into(
        folder, Files.writeString(folder.resolve("Serving.java"), program(guide, "Serving")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "try (LiveTable orders | ",
        "KStream<String, | KStream<String, Map<String, Object>> orders, LiveTable model"
      })
  void thePartsOfTheGuideToServingCompile(String begin, @Nullable String parameters)
      throws IOException {
    String text =
        """
        import io.github.tfflows.core.execution.*;
        import io.github.tfflows.serve.*;
        import io.github.tfflows.serve.stream.*;
        import io.github.tfflows.tables.*;
        import java.nio.file.*;
        import java.time.*;
        import java.util.*;
        import org.apache.kafka.streams.kstream.*;
        class Part {
          static void run(%s) throws Exception {
            %s
          }
        }
        """
            .formatted(parameters == null ? "" : parameters, part(begin));
    CompiledSources.into(folder, Files.writeString(folder.resolve("Part.java"), text));
  }

  /** {@code serving/flink.sh} compiles it. */
  @Test
  void thePartOfTheGuideToServingAboutFlinkIsInItsProject() throws IOException {
    String part = part("DataStream<ScoredRow<Order>>").replaceAll("(?m)^(?=.)", "    ");
    Path source = Path.of("tests/serving/flink/src/main/java/com/example/scoring/Orders.java");
    assertTrue(Files.readString(ROOT.resolve(source)).contains(part), "expected:\n" + part);
  }

  /** The part of the guide to serving that begins with a text. */
  private static String part(String begin) throws IOException {
    String guide = Files.readString(ROOT.resolve("tfflows-examples/serve/README.md"));
    int from = guide.indexOf("```java\n" + begin);
    assertTrue(from >= 0, "no part begins with " + begin);
    return guide.substring(guide.indexOf('\n', from) + 1, guide.indexOf("```\n", from + 1));
  }

  private static String program(Path guide, String name) throws IOException {
    Matcher programs = PROGRAM.matcher(Files.readString(guide));
    while (programs.find()) {
      if (programs.group(2).equals(name)) {
        return programs.group(1);
      }
    }
    throw new IllegalStateException(guide + " has no program " + name);
  }

  /** The project of {@code consumer/run.sh} is the one in the documents. */
  @ParameterizedTest
  @CsvSource({
    "README.md, tests/consumer/kotlin/pom.xml, 4",
    ".github/guide/START.md, tests/consumer/pom.xml, 2"
  })
  void theConsumersDependAsTheGuidesSay(String guide, String pom, int indentation)
      throws IOException {
    Matcher dependencies =
        Pattern.compile("```xml\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve(guide)));
    assertTrue(dependencies.find(), guide + " has no dependencies");
    String indented = dependencies.group(1).replaceAll("(?m)^(?=.)", " ".repeat(indentation));
    String consumer = Files.readString(ROOT.resolve(pom));
    assertTrue(consumer.contains(indented), "expected in " + pom + ":\n" + indented);
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertTrue(Files.readAllLines(readme()).size() <= 150);
  }

  @Test
  void everyClassNamedInTheGuidesExists() throws IOException {
    assertNamed(
        "`([A-Z]\\w+)[(.`]",
        15,
        MODULES.stream().map(module -> module + "/src/main").toList(),
        "README.md",
        "tfflows-core/README.md",
        "tfflows-bijectors/README.md");
  }

  /** Asserts that names in documents are those of classes in folders, and enough to be all. */
  private static void assertNamed(
      String pattern, int least, List<String> folders, String... documents) throws IOException {
    Set<String> classes = new HashSet<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files.forEach(file -> classes.add(file.getFileName().toString().replace(".java", "")));
      }
    }
    int count = 0;
    for (String document : documents) {
      String text = Files.readString(ROOT.resolve(document)).replaceAll("(?s)```.*?```", "");
      Matcher names = Pattern.compile(pattern).matcher(text);
      for (; names.find(); count++) {
        assertTrue(classes.contains(names.group(1)), names.group(1));
      }
    }
    assertTrue(count >= least, "found only " + count + " names");
  }

  @Test
  void everyTestNamedInTheReadmeOfTestsExists() throws IOException {
    assertNamed("`(\\w+Test)`", 20, List.of("tests/src/test"), "tests/README.md");
  }

  /** Every Markdown file of the repository, and every part of one that a link leads to. */
  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (Path document : documents()) {
      Matcher links = LINK.matcher(Files.readString(document).replaceAll("(?s)```.*?```", ""));
      for (; links.find(); count++) {
        if (!links.group(1).matches("https?:.*") && !leads(document, links.group(1))) {
          wrong.add(ROOT.relativize(document) + ": " + links.group(1));
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(count > 75, "found only " + count + " links");
  }

  /** A table ends at the first line without cells, and later rows show as text. */
  @Test
  void everyTableHasAHeader() throws IOException {
    List<String> without = new ArrayList<>();
    int count = 0;
    for (Path document : documents()) {
      List<String> lines = Files.readAllLines(document);
      for (int i = 0; i + 1 < lines.size(); i++) {
        if (isRow(lines.get(i)) && (i == 0 || !isRow(lines.get(i - 1)))) {
          count++;
          if (!lines.get(i + 1).matches("[| :-]+")) {
            without.add(ROOT.relativize(document) + ": " + lines.get(i));
          }
        }
      }
    }
    assertEquals(List.of(), without);
    assertTrue(count > 50, "found only " + count + " tables");
  }

  private static boolean isRow(String line) {
    return line.startsWith("|");
  }

  private static boolean leads(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** The anchors that GitHub gives to headings. */
  private static List<String> anchors(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String part :
        List.of(".github", "tests", "tfflows-core", "tfflows-bijectors", "tfflows-examples")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(part))) {
        files
            .filter(
                file ->
                    file.toString().endsWith(".md")
                        && !ROOT.relativize(file).toString().contains("/target/"))
            .forEach(documents::add);
      }
    }
    documents.add(readme());
    return documents;
  }

  private static Path readme() {
    return ROOT.resolve("README.md");
  }
}
