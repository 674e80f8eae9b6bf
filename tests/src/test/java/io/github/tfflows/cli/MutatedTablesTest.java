package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged tables: a command succeeds, or fails with a short message that names the file, and leaves
 * nothing behind.
 */
@Tag("training")
class MutatedTablesTest {
  private static final List<String> FORMATS = List.of("csv", "csv.gz", "npy", "parquet");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path folder = Path.of("");

  private static final List<Path> TABLES = new ArrayList<>();
  private static Path model = Path.of("");

  /** One model of two columns, and draws of it in every format. */
  @BeforeAll
  static void fit() throws IOException {
    Path data = Files.write(folder.resolve("data.csv"), Tables.mixed(300));
    model = fitted(data, "model");
    Path conditional = fitted(data, "c", "--given=letter");
    for (String format : FORMATS) {
      Path table = folder.resolve("draws." + format);
      CommandRun.succeeded("sample", model, "-n 100 --out", table);
      TABLES.add(table);
    }
    TABLES.add(data);
    Path named = folder.resolve("named.parquet");
    CommandRun.succeeded("sample", conditional, "-n 100 --given=letter=b --out", named);
    TABLES.add(named);
  }

  private static Path fitted(Path data, String name, String... more) {
    Path place = folder.resolve(name);
    String small = "--columns=x,price --flow=realnvp --layers=1 --hidden=8 --steps=5 --members=1";
    CommandRun.succeeded("fit", data, "--out", place, small, more);
    return place;
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void failsShortly(int seed) throws IOException {
    mutate(seed);
  }

  /** Some, and those that once had a message with a stack of classes or the word null. */
  static IntStream fewSeeds() {
    return IntStream.concat(IntStream.range(0, 32), IntStream.of(61, 89, 119, 891));
  }

  @Tag("slow")
  @Test
  void failsShortlyTwoThousandTimes() throws IOException {
    List<String> failures = new ArrayList<>();
    for (int seed = 1000; seed < 3000; seed++) {
      try {
        mutate(seed);
      } catch (AssertionError e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    assertEquals(List.of(), failures);
  }

  /** Each by the assembled tool, in a process of its own. */
  @Tag("slow")
  @Test
  void theAssembledToolFailsShortly() throws Exception {
    for (int seed = 10_000; seed < 10_040; seed++) {
      Path table = damaged(seed);
      Launcher.Outcome run = Launcher.run(words(seed, table));
      check(seed, table, run.status(), String.join("\n", run.errors()));
    }
  }

  private static void mutate(int seed) throws IOException {
    Path table = damaged(seed);
    CommandRun run = assertTimeoutPreemptively(LIMIT, () -> CommandRun.of(words(seed, table)));
    check(seed, table, run.status(), run.errors());
  }

  private static Path damaged(int seed) throws IOException {
    Path original = TABLES.get(Math.floorMod(seed, TABLES.size()));
    Path place = Files.createDirectories(folder.resolve("seed" + seed));
    Path table = place.resolve(String.valueOf(original.getFileName()));
    return Files.write(table, new Mutations(seed).of(Files.readAllBytes(original)));
  }

  /** Scores most tables, and fits to every fourth. */
  private static Object[] words(int seed, Path table) {
    return seed % 4 == 3
        ? new Object[] {
          "fit",
          table,
          "--out",
          table.resolveSibling("model"),
          "--flow=realnvp",
          "--layers=1",
          "--hidden=8",
          "--steps=2"
        }
        : new Object[] {
          "score", model, table, "--out", table.resolveSibling("out.csv"), "--missing=drop"
        };
  }

  private static void check(int seed, Path table, int status, String errors) throws IOException {
    String all = "seed %d, status %d: %s".formatted(seed, status, errors);
    assertTrue(status == 0 || status == 1, all);
    int lines = status == 0 ? 8 : 4; // a summary, and five of the rows that do not suit
    assertTrue(errors.lines().count() <= lines && errors.length() <= 1200, all);
    assertTrue(status == 0 || (!errors.contains("Exception") && !errors.contains("null")), all);
    assertTrue(status == 0 || errors.contains(String.valueOf(table.getFileName())), all);
    List<String> written = status == 0 ? List.of("out.csv", "model") : List.of();
    List<Path> others = new ArrayList<>(Folder.files(table.resolveSibling("")));
    others.remove(table);
    others.forEach(
        file -> assertTrue(written.contains(String.valueOf(file.getFileName())), all + file));
    assertEquals(written.isEmpty() ? 0 : 1, others.size(), all);
  }
}
