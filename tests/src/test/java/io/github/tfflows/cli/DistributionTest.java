package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Folder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contents of the assembled tool's directory, for any platform. The property {@code tools}
 * names other directories, such as those of a release.
 */
@Tag("training") // it runs once the tool is assembled
@ParameterizedClass
@MethodSource("tools")
record DistributionTest(Path place) {
  private static final Path SOURCES = Path.of("../tfflows-examples/cli/src/main");

  static Stream<Path> tools() {
    String tools = System.getProperty("tools", "../tfflows-examples/cli/target/tfflows");
    return Arrays.stream(tools.split(File.pathSeparator)).map(Path::of);
  }

  @Test
  void itHasTheLicenceOfTheProject() throws IOException {
    assertEquals(
        Files.readString(Path.of("../LICENSE")), Files.readString(place.resolve("LICENSE")));
  }

  @Test
  void theListOfThirdPartiesNamesEveryJar() throws IOException {
    String list = Files.readString(place.resolve("THIRD-PARTY.txt"));
    List<String> unnamed = new ArrayList<>();
    for (String jar : Folder.names(place.resolve("lib"))) {
      Matcher name = Pattern.compile("(.+?)-(\\d[^-]*)(-.*)?\\.jar").matcher(jar);
      if (name.matches()
          && !jar.startsWith("tfflows-")
          && !list.contains(":" + name.group(1) + ":" + name.group(2) + " ")) {
        unnamed.add(jar);
      }
    }
    assertEquals(List.of(), unnamed);
    assertTrue(list.contains("tensorflow-core-native"), list);
  }

  /** The first licence that the list names for a library is one whose text is there. */
  @Test
  void theTextOfEveryLicenceIsThere() throws IOException {
    Set<String> texts = new TreeSet<>();
    Folder.names(place.resolve("licences"))
        .forEach(name -> texts.add("(" + name.replace(".txt", ")")));
    List<String> without = new ArrayList<>();
    Matcher rows =
        Pattern.compile("(?m)^\\s+(\\(.*\\)) \\S.* \\(\\S+:\\S+:\\S+ - .*\\)$")
            .matcher(Files.readString(place.resolve("THIRD-PARTY.txt")));
    int count = 0;
    for (; rows.find(); count++) {
      if (texts.stream().noneMatch(rows.group(1)::contains)) {
        without.add(rows.group());
      }
    }
    assertEquals(List.of(), without);
    assertTrue(count > 30, "found only " + count + " libraries");
  }

  @Test
  void itHasTheNativeLibrariesOfOnePlatformAlone() throws IOException {
    List<String> ofDuckdb =
        Folder.names(place.resolve("lib")).stream().filter(n -> n.contains("_java.so_")).toList();
    List<String> ofTensorflow =
        Folder.names(place.resolve("lib/native/org/tensorflow/internal/c_api"));
    assertEquals(1, ofDuckdb.size(), ofDuckdb::toString);
    assertEquals(1, ofTensorflow.size(), ofTensorflow::toString);
    String platform = ofTensorflow.get(0);
    assertEquals(
        platform
            .replace("x86_64", "amd64")
            .replace("macosx", "macos")
            .replace('-', '_')
            .replace("_gpu", ""),
        ofDuckdb.get(0).replace("libduckdb_java.so_", ""));
    for (String jar : Folder.names(place.resolve("lib"))) {
      if (jar.endsWith(".jar")) {
        try (JarFile content = new JarFile(place.resolve("lib").resolve(jar).toFile())) {
          assertEquals(
              List.of(),
              content.stream()
                  .map(Object::toString)
                  .filter(name -> name.matches(".*(tensorflow|duckdb).*\\.(so|dll|dylib)(_.*)?"))
                  .toList(),
              jar);
        }
      }
    }
  }

  /** All options of Java but the width of the terminal, which a batch file cannot ask for. */
  @Test
  void theBatchFileStartsJavaAsTheScriptDoes() throws IOException {
    Set<String> ofScript = options("tfflows");
    assertTrue(ofScript.removeIf(option -> option.startsWith("-Dtfflows.columns")));
    assertEquals(ofScript, options("tfflows.bat"));
    assertTrue(Folder.names(place.resolve("bin")).containsAll(List.of("tfflows", "tfflows.bat")));
    assertTrue(Files.readString(place.resolve("bin/tfflows.bat")).contains("\r\n"));
  }

  private static Set<String> options(String script) throws IOException {
    String text = Files.readString(SOURCES.resolve("scripts").resolve(script));
    String code = text.replaceAll("(?m)^(#|rem ).*$", "");
    return Arrays.stream(code.split("[\\s\"]+"))
        .filter(word -> word.matches("(.*=)?(--[a-z]|-D|-X[a-z:]*).*"))
        .map(word -> word.replaceFirst("^[a-z]+=", ""))
        .map(word -> word.replaceFirst("(SharedArchiveFile)=.*", "$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
