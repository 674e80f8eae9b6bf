package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help, and odd options, numbers and names on the command line. */
class CommandLinesTest {
  private static final Set<Class<?>> NUMBERS =
      Set.of(int.class, Integer.class, long.class, double.class, Double.class);

  private static final String EMOJI = "\ud83d\ude00";

  @TempDir static Path folder = Path.of("");

  private static Path table(String... names) throws IOException {
    Random random = new Random(2);
    List<String> lines = new ArrayList<>(List.of(String.join(",", names)));
    for (int i = 0; i < 200; i++) {
      List<String> cells = new ArrayList<>();
      for (String name : names) {
        cells.add(String.format(Locale.ROOT, "%.3f", random.nextGaussian() + name.length()));
      }
      lines.add(String.join(",", cells));
    }
    return Files.write(folder.resolve("data.csv"), lines);
  }

  private static CommandRun run(Path data, String... options) {
    return CommandRun.of("fit", data, "--force --out", folder.resolve("m"), options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"layers", "batch-size", "hidden", "bins", "members"})
  void numbersWithoutMeasureAreRefusedWithTheirLimit(String option) throws IOException {
    CommandRun run = run(table("x", "y"), "--" + option + "=2147483647");
    assertEquals(2, run.status(), run.errors());
    assertTrue(
        run.errors()
            .matches("(?s)Error: --" + option + " must be from \\d to [\\d,]+0, got 2,147.*"),
        run.errors());
  }

  @Test
  void numbersBelowZeroAreRefused() {
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      for (OptionSpec option : spec.options()) {
        if (isNumber(option) && !option.longestName().equals("--seed")) {
          List<String> others =
              spec.args().stream()
                  .filter(one -> one.required() && one != option)
                  .map(CommandLinesTest::word)
                  .toList();
          CommandRun.of(spec.name(), others, option.longestName() + "=-1")
              .fails(2, option.longestName() + " must be ");
        }
      }
    }
  }

  private static boolean isNumber(ArgSpec part) {
    return NUMBERS.contains(part.typeInfo().getAuxiliaryTypes()[0]);
  }

  private static String word(ArgSpec part) {
    String value = isNumber(part) ? "1" : "maf";
    return part instanceof OptionSpec option ? option.longestName() + "=" + value : value;
  }

  @Test
  void epochsOfMoreStepsThanThereAreNumbersAreRefused() throws IOException {
    run(table("x", "y"), "--epochs=2147483647", "--batch-size=50")
        .fails(1, "8,589,934,588 steps of 50 rows; expected at most 2,147,483,647");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--steps has no effect with --epochs: fit data.csv --out m --steps 3 --epochs 1",
        "--patience has no effect with --held-out 0: fit data.csv --out m --patience 3 --held-out 0",
        "--validate-every has no effect with --held-out 0:"
            + " refit m data.csv --out n --validate-every 3 --held-out 0",
        "--checkpoint-every has no effect without --checkpoint:"
            + " fit data.csv --out m --checkpoint-every 3",
        "--bins has no effect on flows without splines: fit data.csv --out m --flow maf --bins 5",
        "--bins has no effect on flows without splines:"
            + " compare data.csv --flows maf,planar --bins 5",
        "--hidden has no effect on flows without networks:"
            + " compare data.csv --flows planar,radial --hidden 5",
        "--delimiter has no effect with --sql: score m --sql SELECT --delimiter ;",
        "--header has no effect with --sql: score m --sql SELECT --header absent",
        "--warm-up-rows has no effect without --warm-up: export m n --warm-up-rows 3",
        "--members has no effect in a refit: refit m data.csv --out n --members 3",
        "--header has no effect without --given FILE: sample m --given a=1 --header absent",
        "--conditioning any models all columns:"
            + " fit data.csv --out m --conditioning any --target x",
        "--conditioning any models all columns:"
            + " fit data.csv --out m --conditioning any --given x",
        "--weight-column w names a column that --target,:"
            + " fit data.csv --out m --target w --weight-column w"
      })
  void optionsWithoutAnEffectAreRefused(String line) {
    String[] parts = line.split(": ", -1);
    CommandRun.of(parts[1]).fails(2, parts[0]);
  }

  @Test
  void anOptionWithAnEffectOnOneOfSeveralFlowsIsAccepted() {
    CommandRun.of("compare absent.csv --flows planar,maf --hidden 5").fails(1, "absent.csv");
    CommandRun.of("compare absent.csv --flows maf,neuralSplineCoupling --bins 5")
        .fails(1, "absent.csv");
  }

  @Test
  @Tag("training")
  void namesOfAnyCharactersAreThoseOfAllOutputs() throws IOException {
    String[] names = {"a".repeat(39) + EMOJI, EMOJI.repeat(40), "b".repeat(59) + EMOJI + "c"};
    Path data = table(names);
    Path model = folder.resolve("m");
    CommandRun.fittedToAny(data, model, 5, "--flow=nice --hidden=8");
    String header = String.join(",", names);
    String described = CommandRun.succeeded("describe", model).out();
    for (String name : names) {
      assertTrue(described.contains(name), described);
    }
    assertEquals(201, CommandRun.succeeded("score", model, data).out().lines().count());
    assertEquals(header, first(CommandRun.succeeded("sample", model)));
    assertEquals(header, first(CommandRun.succeeded("impute", model, data)));
    assertEquals(
        "row," + header + ",oddest,problem", first(CommandRun.succeeded("explain", model, data)));
    Path page = folder.resolve("page.html");
    CommandRun.succeeded("evaluate", model, data, "--html", page, "--draws=500");
    assertTrue(Files.readString(page).contains(names[0]));
    CommandRun.succeeded("export", model, folder.resolve("served"), "--warm-up", data);
    CommandRun served = CommandRun.succeeded("describe", folder.resolve("served/1"));
    served.prints(names[1]);
  }

  @Test
  @Tag("training")
  void columnsOfTheModelKeepTheirNamesBesideThoseOfResults() throws IOException {
    Path data = table("row", "row_", "oddest", "problem");
    Path model = folder.resolve("names");
    CommandRun.fittedToAny(data, model, 5, "--flow=nice --hidden=8 --force");
    assertEquals(
        "row__,row,row_,oddest,problem,oddest_,problem_",
        first(CommandRun.succeeded("explain", model, data)));
  }

  @Test
  @Tag("training")
  void namesMayContainTheSignBeforeAValue() throws IOException {
    Path data = table("x", "x=y", "z");
    Path model = folder.resolve("sign");
    CommandRun.fittedToAny(data, model, 5, "--flow=nice --hidden=8 --kind x=y=real");
    CommandRun.succeeded("sample", model, "--given x=y=2.5 --given x=1").prints("\n1,2.5,");
    CommandRun.of("sample", model, "--given x=y=2 --given x=y=3").fails(2, "names x=y twice");
    CommandRun.of("sample", model, "--given x=z=3").fails(1, "column x: got \"z=3\"");
  }

  @Test
  @Tag("training")
  void namesMayBeginWithTheSign() throws IOException {
    Path model = folder.resolve("formula");
    CommandRun.fittedToAny(table("x", "=z"), model, 5, "--flow=nice --hidden=8");
    CommandRun.succeeded("sample", model, "--formulas keep --given =z=2.5").prints(",2.5\n");
    CommandRun.of("sample", model, "--given =z").fails(2, "--given must be NAME=VALUE, got =z");
  }

  @Test
  @Tag("training")
  void controlCharactersOfNamesAreWrittenAsEscapes() throws IOException {
    Path data = table("bell\u0007", "\"two\nlines\"");
    List<String> lines = new ArrayList<>(Files.readAllLines(data));
    lines.set(1, lines.get(1) + ",copy");
    lines.replaceAll(
        line ->
            line.matches("[-0-9.,]+") ? line + "," + line.substring(0, line.indexOf(',')) : line);
    Files.write(data, lines);
    Path model = folder.resolve("control");
    CommandRun.fittedToAny(data, model, 5, "--flow=nice --hidden=8");
    for (CommandRun run :
        List.of(
            CommandRun.succeeded("inspect", data),
            CommandRun.succeeded("describe", model),
            CommandRun.succeeded("evaluate", model, data, "--draws=500"))) {
      run.prints("bell\\u0007").prints("two\\nlines");
      assertFalse(run.out().contains("bell\u0007") || run.out().contains("two\nlines"), run.out());
    }
  }

  private static String first(CommandRun run) {
    return run.out().lines().findFirst().orElseThrow();
  }

  @Test
  void optionsOfAFitStandInSections() {
    List<String> lines = CommandRun.succeeded("fit --help").out().lines().toList();
    List<String> sections = List.of("Reading:", "Columns:", "Flow:", "Training:", "Checkpoints:");
    assertTrue(lines.containsAll(sections), lines.toString());
    int training = lines.indexOf("Training:");
    assertTrue(lines.get(training + 1).strip().startsWith("--steps"), lines.get(training + 1));
    assertFalse(CommandRun.succeeded("describe --help").out().contains("Training:"));
  }

  @Test
  void mistypedCommandsAndOptionsGetASuggestion() {
    CommandRun.of("fti").fails(2, "Did you mean fit?");
    CommandRun.of("train data.csv").fails(2, "there is no command \"train\"");
    CommandRun.of("describe model --jsn").fails(2, "Did you mean --json?");
  }

  @Test
  void eachCommandHasALine() {
    List<String> lines = CommandRun.succeeded("--help").out().lines().toList();
    int from = lines.indexOf("Commands:") + 1;
    List<String> commands =
        lines.subList(from, from + lines.subList(from, lines.size()).indexOf(""));
    assertEquals(Main.commandLine().getSubcommands().size(), commands.size(), commands.toString());
  }

  /** A page that is longer than a window is read by its headings. */
  @Test
  void everyPageHasShortSectionsAndNoEmptyDefaults() {
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      int length = 0;
      for (String line : CommandRun.succeeded(command, "--help").out().lines().toList()) {
        length = line.matches("[A-Z][a-z]+:") ? 0 : length + 1;
        assertTrue(length <= 45, command + " at " + line);
        assertFalse(line.strip().matches("Default:( \\[]| \\{})?"), command + " at " + line);
      }
    }
  }

  @Test
  void choicesAreSpelledAsUsersWriteThem() {
    String help = CommandRun.succeeded("fit --help").out();
    assertTrue(help.contains("row by row: none,"), help);
    assertTrue(help.contains("Default: cosine"), help);
    assertTrue(help.contains("Default: neuralSplineAutoregressive"), help);
    assertTrue(CommandRun.succeeded("score --help").out().contains("model, refuse"), help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "impute", "predict"})
  void commandsThatModelMissingValuesHaveNoOptionForThem(String command) {
    CommandRun.of(command, "model --missing refuse").fails(2, "Unknown option");
  }

  @Test
  void theModelMayFollowACondition() {
    Path model = folder.resolve("no-model");
    CommandRun.of("sample --given colour=red", model).fails(1, "no-model");
  }

  @Test
  void aNameHasOneValue() throws IOException {
    Path data = Files.write(folder.resolve("t.csv"), Tables.mixed(20));
    CommandRun.of("inspect", data, "--kind x=real --kind x=count").fails(2, "--kind names x twice");
    CommandRun.of("inspect", data, "--kind x").fails(2, "--kind must be NAME=VALUE, got x");
    CommandRun.of("inspect", data, "--columns x --without x")
        .fails(1, "column x is modelled or given, and left out");
  }

  @Test
  void optionsOfColumnsAreNamedWhereAnotherChoiceHelps() throws IOException {
    String hint = "--kind NAME=KIND choose columns";
    for (String command : List.of("fit --out no", "compare --flows realnvp")) {
      Path few = Tables.file(folder, "few.csv", "x,y", "1,2", "3,4");
      CommandRun run = CommandRun.of(command, few).fails(1, "has 2 rows; expected at least 10");
      assertFalse(run.errors().contains(hint), run.errors());
      List<String> lines = new ArrayList<>(Collections.nCopies(20, "1,2"));
      lines.add(0, "x,y");
      Path same = Files.write(folder.resolve("same.csv"), lines);
      CommandRun.of(command, same).fails(1, "no column to model").says(hint);
    }
  }

  @Test
  void aLineIsWrittenAtOnce() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StandardOutput.to(out).printer().printf("Training  maf%n");
    assertEquals("Training  maf", out.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    String version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
    assertEquals("tfflows " + version, CommandRun.succeeded("--version").out().strip());
  }

  @Test
  @Tag("training")
  void compareKeepsCheckpointsOfEachFlow() throws IOException {
    Path data = Files.write(folder.resolve("t.csv"), Tables.mixed(300));
    Path kept = folder.resolve("kept");
    String small =
        "--columns x,price,count --flows maf,realnvp --layers 1 --hidden 8 --steps 4 --members 2 --draws 10";
    List<Object> words = List.of("compare", data, small, "--checkpoint-every 2 --checkpoint", kept);
    CommandRun run = CommandRun.succeeded(words);
    assertTrue(!run.out().contains("failed"), run.out());
    CommandRun again = CommandRun.of(words);
    assertEquals(2, again.status(), "a new training does not go on unasked");
  }
}
