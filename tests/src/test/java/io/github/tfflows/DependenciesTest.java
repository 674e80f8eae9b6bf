package io.github.tfflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of dependencies and their vulnerabilities has the versions of the build. */
class DependenciesTest {
  private static final Path LIST = Path.of("../.github/DEPENDENCIES.md");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?([a-z_0-9.]+\\.[A-Z]\\w*)");

  /** The published modules, each after those that it depends on. */
  private static final List<String> LIBRARY =
      List.of(
          "tfflows-core", "tfflows-bijectors", "tfflows-examples/tables", "tfflows-examples/serve");

  /**
   * A library of the list; a name such as {@code tribuo} stands for all jars that begin with it.
   */
  private record Listed(String name, String version) {
    boolean isIn(String jar) {
      return jar.startsWith(name + "-");
    }
  }

  private static List<Listed> listed() throws IOException {
    List<Listed> all = new ArrayList<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| ([a-z][^|]*) \\| (\\d[^|]*) \\|").matcher(Files.readString(LIST));
    while (rows.find()) {
      String[] names = rows.group(1).split(", ", -1);
      String[] versions = rows.group(2).replaceAll(" \\(.*?\\)", "").split(", ", -1);
      for (int i = 0; i < names.length; i++) {
        String name = names[i];
        if (name.startsWith("-")) { // jackson-core, -databind
          name = names[0].substring(0, names[0].lastIndexOf('-')) + name;
        }
        all.add(new Listed(name, versions[Math.min(i, versions.length - 1)]));
      }
    }
    return all;
  }

  @Test
  void theListHasTheVersionsOfTheClassPath() throws IOException {
    List<String> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).getFileName().toString())
            .toList();
    List<String> wrong = new ArrayList<>();
    for (Listed library : listed()) {
      List<String> its = jars.stream().filter(library::isIn).toList();
      assertTrue(!its.isEmpty(), () -> "no jar of " + library);
      its.stream()
          .filter(jar -> !jar.matches(".*-\\Q" + library.version() + "\\E[.-].*"))
          .forEach(jar -> wrong.add(jar + " is listed as " + library.version()));
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void theListNamesEveryLibraryOfTheBuild() throws IOException {
    String list = Files.readString(LIST);
    String libraries =
        Files.readString(Path.of("../pom.xml"))
            .replaceAll("(?s)^.*<!-- Libraries -->|<junit.version>.*$", "");
    Matcher versions = Pattern.compile("<([\\w-]+)\\.version>(.*?)</").matcher(libraries);
    List<String> missing = new ArrayList<>();
    int count = 0;
    for (; versions.find(); count++) {
      Pattern row =
          Pattern.compile(
              "(?mi)^\\|[^|]*%s[^|]*\\|[^|]*\\Q%s\\E"
                  .formatted(versions.group(1), versions.group(2)));
      if (!versions.group(1).equals("jspecify") && !row.matcher(list).find()) { // annotations
        missing.add(versions.group(1) + " " + versions.group(2));
      }
    }
    assertTrue(count >= 15, "found only " + count + " versions");
    assertEquals(List.of(), missing);
  }

  /** A project that depends on a module does not see the versions that the parent manages. */
  @Test
  void aModuleNamesEveryLibraryWithAManagedVersionThatItImports() throws Exception {
    String parent = Files.readString(Path.of("../pom.xml"));
    String named = parent.replaceAll("(?s)<dependencyManagement>.*?</dependencyManagement>", "");
    List<String> missing = new ArrayList<>();
    int count = 0;
    for (String module : LIBRARY) {
      named += Files.readString(Path.of("..", module, "pom.xml"));
      for (String artifact : imported(Path.of("..", module, "src/main/java"))) {
        String element = "<artifactId>" + artifact + "</artifactId>";
        if (parent.contains(element)) {
          count++;
          if (!named.contains(element)) {
            missing.add(module + " imports classes of " + artifact);
          }
        }
      }
    }
    assertTrue(count >= 6, "found only " + count + " libraries");
    assertEquals(List.of(), missing);
  }

  /** The artifacts whose jars contain a class that the sources import. */
  private static Set<String> imported(Path sources) throws Exception {
    Set<String> artifacts = new TreeSet<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Matcher imports = IMPORT.matcher(Files.readString(file));
        while (imports.find()) {
          URL found = ClassLoader.getSystemResource(imports.group(1).replace('.', '/') + ".class");
          if (found != null && found.getProtocol().equals("jar")) {
            artifacts.add(found.getPath().replaceAll(".*/(.*?)-\\d[^/]*\\.jar!.*", "$1"));
          }
        }
      }
    }
    artifacts.remove("tensorflow-core-native"); // comes with tensorflow-core-api, in its version
    return artifacts;
  }
}
