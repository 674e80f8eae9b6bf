package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.gallery.architectures.Architecture;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.serving.TableSignatureTest;
import io.github.tfflows.testing.ChildJvm;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All commands, and exports of flows, in a process whose language has its own digits, letters and
 * decimal point. Some collections of Java have another order in each process.
 */
@Tag("training")
class LocalesTest {
  private static final String ROOT = "und";

  @TempDir static Path folder = Path.of("");

  /** Runs the commands in the language of the first argument, in the folder of the second. */
  static final class Session {
    public static void main(String[] arguments) throws IOException {
      Path place = Files.createDirectory(Path.of(arguments[1]));
      Path data = TableSignatureTest.file(place.resolve("data.csv"), 200);
      Locale.setDefault(Locale.forLanguageTag(arguments[0]));
      Path any = place.resolve("any");
      CommandRun.fittedToAny(data, any, 6, "--hidden=8 --json");
      keep(place, "describe.txt", "describe", any);
      keep(place, "scores.json", "score", any, data, "--out", place.resolve("s.csv"), "--json");
      keep(place, "draws.csv", "sample", any, "-n=20", "--given=animal=ox");
      keep(place, "odd.csv", "explain", any, data);
      keep(place, "filled.csv", "impute", any, data);
      Path page = place.resolve("page.html");
      String fast = "--draws=500 --html";
      keep(place, "evaluation.txt", "evaluate", any, data, fast, page);
      CommandRun.succeeded("export", any, place.resolve("served"), "--warm-up", data);
      keep(place, "help.txt", "fit", "--help");
      CommandRun.of("sample", any, "--out", place.resolve("draws.ZIP"))
          .fails(1, "would contain CSV");
      load(place, any);
      exportFlows(place);
    }

    /** A flow with a warm-up, and two with loops. */
    private static void exportFlows(Path place) throws IOException {
      Distribution splines =
          Flows.neuralSplineCoupling(3, 2, new RationalQuadratic(4, 3), Mlp.of(8));
      ExportOptions options =
          ExportOptions.defaults()
              .withWarmUp(Data.of(TestRows.gaussian(5, 3, 1)))
              .describing("b", "1")
              .describing("a", "2")
              .describing("c", "3");
      export(splines, place.resolve("flow"), options);
      for (Distribution each : List.of(Flows.maf(30, 2, Made.of(8)), Architecture.FFJORD.of(2))) {
        Path loops = place.resolve("loops" + each.eventShape().size());
        export(each, loops, ExportOptions.defaults());
      }
      try (CompiledDistribution flow =
          CompiledDistribution.load(place.resolveSibling(ROOT).resolve("flow"))) {
        String numbers =
            Arrays.toString(flow.logProb(TestRows.gaussian(5, 3, 1)))
                + Arrays.deepToString(flow.sample(5, 42));
        Files.writeString(place.resolve("numbers.txt"), numbers);
      }
    }

    private static void export(Distribution flow, Path target, ExportOptions options)
        throws IOException {
      Weights weights = MovedWeights.of(flow, 0);
      try (CompiledDistribution model =
          CompiledDistribution.compile(flow, 0, weights, Execution.defaults())) {
        model.export(target, options);
      }
    }

    /** The output without the path of the folder. */
    private static void keep(Path place, String file, Object... words) throws IOException {
      CommandRun run = CommandRun.succeeded(words);
      String text = (run.out() + run.errors()).replace(place.toString(), "PLACE");
      Files.writeString(place.resolve(file), text);
    }

    private static void load(Path place, Path model) throws IOException {
      try (TableModel loaded = TableModel.load(model, Execution.defaults())) {
        Files.writeString(
            place.resolve("loaded.txt"),
            Arrays.toString(loaded.sample(5, 1).x().values()) + loaded.schema());
      }
    }

    private Session() {}
  }

  private static Path run(String language) throws Exception {
    Path place = folder.resolve(language);
    ChildJvm.Outcome outcome =
        ChildJvm.run(Session.class, entry -> true, language, place.toString());
    assertEquals(0, outcome.status(), () -> String.join("\n", outcome.lines()));
    return place;
  }

  /** In this process, which has loaded everything. */
  @BeforeAll
  static void runInNoLanguage() throws IOException {
    Locale usual = Locale.getDefault();
    try {
      Session.main(new String[] {ROOT, folder.resolve(ROOT).toString()});
    } finally {
      Locale.setDefault(usual);
    }
  }

  /** Arabic digits, and the letters and the decimal comma of Turkish. */
  @Test
  void outputsAreThoseOfNoLanguageInOneWithAllThree() throws Exception {
    outputsAreThoseOfNoLanguage("tr-TR-u-nu-arab");
  }

  private static void outputsAreThoseOfNoLanguage(String language) throws Exception {
    Path expected = folder.resolve(ROOT);
    Path actual = run(language);
    Set<Path> files = files(expected);
    assertEquals(files, files(actual));
    for (Path file : files) {
      assertEquals(content(expected, file), content(actual, file), file.toString());
    }
  }

  /** The bytes of a file, without the path of the folder. */
  private static String content(Path place, Path file) throws IOException {
    return Files.readString(place.resolve(file), StandardCharsets.ISO_8859_1)
        .replace(place.toString(), "PLACE");
  }

  @Test
  void theDigitsOfALanguageAreItsOwn() {
    assertEquals("\u0661", String.format(Locale.forLanguageTag("ar-EG-u-nu-arab"), "%d", 1));
  }

  private static Set<Path> files(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .map(place::relativize)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
