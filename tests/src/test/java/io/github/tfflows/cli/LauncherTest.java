package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.Folder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The assembled tool with read-only places. */
@Tag("training")
@DisabledOnOs(OS.WINDOWS) // which has no /dev/full and no signals
class LauncherTest {
  private static final ProcessBuilder.Redirect FULL =
      ProcessBuilder.Redirect.to(Path.of("/dev/full").toFile());

  /** Options of a JVM that name its home and its temporary folder. */
  private static final String PLACES = "-Duser.home=%1$s -Djava.io.tmpdir=%1$s";

  private static final Pattern NATIVE = Pattern.compile("absl|tensorflow/core|^[IWE]0000 ");

  @TempDir static Path folder = Path.of("");

  private static Path data = Path.of("");
  private static Path model = Path.of("");

  @BeforeAll
  static void fit() throws IOException {
    data = Files.write(folder.resolve("data.csv"), Tables.mixed(500));
    model = folder.resolve("model");
    CommandRun.succeeded(fitTo(model));
  }

  /** A short fit of a small flow, with further options that count where they are given. */
  private static Object[] fitTo(Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("fit", data, "--out", out, "--columns=x,price", "--layers=1"));
    words.add("--members=1");
    words.addAll(List.of(more));
    if (more.length == 0) {
      words.addAll(List.of("--flow=realnvp", "--hidden=8", "--steps=20"));
    }
    return words.toArray();
  }

  /** The lines without the warnings about these short trainings. */
  private static List<String> withoutReview(Launcher.Outcome run) {
    return run.errors().stream()
        .filter(line -> !line.startsWith("Warning: the ") && !line.startsWith("Warning: column "))
        .toList();
  }

  private static void saysThatTheDiskIsFull(Launcher.Outcome run) {
    assertEquals(1, run.status(), run.errors().toString());
    List<String> errors = withoutReview(run);
    assertEquals(1, errors.size(), errors.toString());
    assertTrue(errors.get(0).contains("No space left on device"), errors.toString());
  }

  @Test
  void failsWhereTheStandardOutputIsFull() throws Exception {
    saysThatTheDiskIsFull(Launcher.run(FULL, "score", model, data));
  }

  @Test
  void writesTheModelWhereTheReportCannotBeWritten() throws Exception {
    Path out = folder.resolve("unreported");
    saysThatTheDiskIsFull(Launcher.run(FULL, fitTo(out)));
    CompiledDistribution.load(out).close();
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "describe MODEL",
        "sample MODEL -n 10",
        "sample MODEL -n 1000000",
        "evaluate MODEL DATA --draws 200",
        "evaluate MODEL DATA --draws 200 --json",
        "compare DATA --columns x,price --flows neuralSplineCoupling --steps 10",
        "export MODEL serving --version 1",
        "generate-completion",
        "--help",
        "score --help"
      })
  void everyCommandFailsWhereTheStandardOutputIsFull(String command) throws Exception {
    Object[] words =
        Stream.of(command.split(" "))
            .map(word -> word.replace("MODEL", model.toString()).replace("DATA", data.toString()))
            .map(word -> word.equals("serving") ? folder.resolve("serving").toString() : word)
            .toArray();
    saysThatTheDiskIsFull(Launcher.run(FULL, words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"score MODEL DATA -q", "sample MODEL -n 3", "describe MODEL"})
  void printsNothingOfTheNativeLibrary(String command) throws Exception {
    Object[] words =
        Stream.of(command.split(" "))
            .map(word -> word.replace("MODEL", model.toString()).replace("DATA", data.toString()))
            .toArray();
    for (ProcessBuilder start : List.of(Launcher.builder(words), Launcher.jar(words))) {
      Launcher.Outcome run = Launcher.ended(start);
      assertEquals(0, run.status(), run.errors().toString());
      assertFalse(run.out().isEmpty());
      Stream<String> lines = run.errors().stream();
      assertEquals(List.of(), lines.filter(NATIVE.asPredicate()).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABRT", "KILL", "TERM"})
  void printsTheLinesOfTheNativeLibraryOnlyAfterADeath(String signal) throws Exception {
    Path notes = folder.resolve("notes-" + signal);
    ProcessBuilder serve = Launcher.builder("serve", model, "--port", 0);
    Process process = serve.redirectError(notes.toFile()).start();
    try {
      await(notes, "listening at");
      assertFalse(Files.readString(notes).contains("absl"), "at once");
      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      if (signal.equals("TERM")) {
        assertFalse(Files.readString(notes).contains("absl"), "of a shutdown");
      } else {
        await(notes, "] MLIR V1 optimization pass");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void await(Path file, String text) throws Exception {
    for (int i = 0; i < 300 && !Files.readString(file).contains(text); i++) {
      Thread.sleep(100);
    }
    assertTrue(Files.readString(file).contains(text), () -> text + " in " + file);
  }

  @Test
  void servesUntilASignal() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
    ProcessBuilder serve =
        Launcher.builder("serve", model, "--port", 0, "--access-log", "--token-file", token);
    // As in a small container, where nothing can be written.
    serve.environment().put("HOME", "/proc/none");
    String abroad = "-Xmx256m -Duser.language=ar -Duser.country=EG -Duser.timezone=Asia/Kolkata ";
    serve.environment().put("JAVA_OPTS", abroad + PLACES.formatted("/proc/none"));
    Process process = serve.redirectError(folder.resolve("notes").toFile()).start();
    try (var lines = process.inputReader()) {
      int port = port();
      HttpRequest score =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:%s/models/model/score".formatted(port)))
              .header("Authorization", "Bearer s3cret")
              .POST(HttpRequest.BodyPublishers.ofString("{\"x\": 1, \"price\": 2}"))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(score, HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
      assertTrue(lines.readLine().contains("\"POST /models/model/score\" 200"));
      assertTrue(process.toHandle().destroy()); // by SIGTERM
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(143, process.exitValue());
    String logged = Files.readString(folder.resolve("notes"));
    Pattern utc = Pattern.compile("(?m)^[0-9-]+T[0-9:.]+Z INFO model is at version 1$");
    assertTrue(utc.matcher(logged).find(), logged);
  }

  /** Waits for the line that names the port. */
  private static int port() throws IOException, InterruptedException {
    Pattern listening = Pattern.compile("listening at http://127.0.0.1:(\\d+)");
    for (int i = 0; i < 1_000; i++) {
      Matcher line = listening.matcher(Files.readString(folder.resolve("notes")));
      if (line.find()) {
        return Integer.parseInt(line.group(1));
      }
      Thread.sleep(20);
    }
    throw new AssertionError(Files.readString(folder.resolve("notes")));
  }

  @Test
  void endsQuietlyWhereNobodyReads() throws Exception {
    Process process =
        Launcher.builder("sample", model, "-n", 1_000_000)
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try (var lines = process.inputReader()) {
      assertEquals("x,price", lines.readLine());
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(141, process.exitValue());
    String said = Files.readString(folder.resolve("errors"));
    assertTrue(!said.contains("Error") && !said.contains("tfflows"), said);
  }

  @Test
  void trainsOnWithoutCurvesWhereTheDiskIsFull() throws Exception {
    Path curves = folder.resolve("curves");
    Path out = folder.resolve("curveless");
    Object[] words =
        fitTo(
            out,
            "--tensorboard=" + curves,
            "--validate-every=1",
            "--steps=2200",
            "--patience=2200",
            "--batch-size=32",
            "--flow=realnvp",
            "--hidden=8");
    Launcher.Outcome run = Launcher.withFilesUpTo(240, words);
    assertEquals(0, run.status(), run.errors().toString());
    List<String> errors = withoutReview(run);
    assertEquals(1, errors.size(), errors.toString());
    assertTrue(errors.get(0).startsWith("Warning: " + curves), errors.toString());
    assertTrue(errors.get(0).endsWith("File too large"), errors.toString());
    try (CompiledDistribution written = CompiledDistribution.load(out)) {
      assertEquals("2200", written.description().get("training.steps"));
    }
  }

  @Test
  void leavesNothingHalfWrittenWhereTheDiskIsFull() throws Exception {
    Path full = Files.createDirectory(folder.resolve("full"));
    Launcher.Outcome fit =
        Launcher.withFilesUpTo(
            64, fitTo(full.resolve("m"), "--flow=realnvp", "--hidden=200", "--steps=5"));
    assertEquals(1, fit.status(), fit.errors().toString());
    assertTrue(
        fit.errors().get(0).contains("m: the model cannot be written"), fit.errors().toString());
    Launcher.Outcome sample =
        Launcher.withFilesUpTo(64, "sample", model, "-n", 100_000, "--out", full.resolve("s.csv"));
    assertEquals(1, sample.status(), sample.errors().toString());
    String expected = "s.csv cannot be written: File too large";
    assertTrue(sample.errors().get(0).endsWith(expected), sample.errors().toString());
    assertEquals(List.of(), Folder.files(full));
  }

  /** Starts a command that draws for long, and waits for the draft of its file. */
  private static Process drawing(Path place) throws Exception {
    Process process =
        Launcher.builder("sample", model, "-n", 100_000_000, "--out", place.resolve("s.csv"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (process.isAlive() && Folder.files(place).isEmpty()) {
      Thread.sleep(20);
    }
    return process;
  }

  @Tag("slow")
  @Test
  void leavesOneDraftOfAnObviousNameWhereItIsKilled() throws Exception {
    Path place = Files.createDirectory(folder.resolve("killed"));
    drawing(place).destroyForcibly().waitFor();
    assertEquals(1, Folder.files(place).size());
    assertTrue(Folder.files(place).get(0).toString().matches(".*/s\\.csv\\.[0-9a-f-]{36}\\.part"));
  }

  @Test
  void leavesNoDraftWhereItIsInterrupted() throws Exception {
    Path place = Files.createDirectory(folder.resolve("interrupted"));
    Process process = drawing(place);
    process.destroy(); // SIGTERM: jobs in the background of a shell ignore SIGINT
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(143, process.exitValue());
    assertEquals(List.of(), Folder.files(place));
  }

  private static Launcher.Outcome version(String options) throws Exception {
    ProcessBuilder version = Launcher.builder("--version");
    version.environment().put("JAVA_OPTS", options);
    Launcher.Outcome run = Launcher.ended(version);
    assertEquals(0, run.status(), run.errors().toString());
    assertEquals(List.of(), run.errors());
    return run;
  }

  @Test
  void startsWithTheClassesOfAnEarlierRun() throws Exception {
    Path classes = Launcher.file("lib/classes.jsa");
    try {
      Launcher.Outcome first = version("-XX:ArchiveClassesAtExit=" + classes);
      assertTrue(Files.exists(classes));
      List<String> loaded = version("-Xlog:class+load").out();
      assertTrue(loaded.containsAll(first.out()), loaded::toString);
      assertTrue(loaded.stream().anyMatch(line -> line.contains("Main source: shared objects")));
      Files.delete(classes);
      Files.writeString(classes, "of another JVM");
      assertEquals(first.out(), version("").out());
    } finally {
      Files.deleteIfExists(classes);
    }
  }

  /**
   * As cron, ssh and service managers start it: without a locale, a standard input or a full path.
   */
  @Test
  void startsInBareEnvironments() throws Exception {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "needs a locale of its own");
    Path place = Files.createDirectory(folder.resolve("Mäuse"));
    Files.copy(data, place.resolve("käse.csv"));
    ProcessBuilder inspect = Launcher.builder("inspect", "käse.csv").directory(place.toFile());
    inspect.environment().put("LC_ALL", "C");
    Launcher.Outcome read = Launcher.ended(inspect);
    assertEquals(0, read.status(), read.errors().toString());
    assertTrue(read.out().get(0).startsWith("käse.csv: 500 rows"), read.out().toString());
    List<String> closed = List.of("sh", "-c", "bin/tfflows score \"$0\" - <&-", model.toString());
    ProcessBuilder score = new ProcessBuilder(closed).directory(Launcher.file("").toFile());
    score.environment().put("CDPATH", ".");
    Launcher.Outcome empty = Launcher.ended(score);
    String expected = "Error: the standard input is empty; expected lines of values";
    assertEquals(List.of(expected), empty.errors());
    Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.createSymbolicLink(bin.resolve("java"), Path.of("/bin/echo"));
    ProcessBuilder old = Launcher.builder("--version");
    old.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    String options = Launcher.ended(old).out().toString();
    assertTrue(options.contains("-Xlog:cds=off"), options);
    assertFalse(options.contains("cds+dynamic"), "JDK 11 does not start with a tag that it lacks");
  }

  /**
   * The script starts the JVM for small containers, and leaves nothing in the home and temporary
   * folders. Time is relative to the JVM's own settings, since machines differ: at least a fifth of
   * it is saved, a third to two fifths as measured.
   */
  @EnabledOnOs(OS.LINUX)
  @Test
  void scoresInAFewHundredMegabytesAndLeavesNothing() throws Exception {
    assumeTrue(Files.isExecutable(Usage.TIME), "needs GNU time");
    Path usual = folder.resolve("usual");
    CommandRun.succeeded("fit", data, "--out", usual, "--members=1 --steps=5");
    Path home = Files.createDirectory(folder.resolve("home"));
    ProcessBuilder score = Launcher.builder("score", usual, data);
    score.environment().put("JAVA_OPTS", PLACES.formatted(home));
    Usage script = Usage.of(score);
    ProcessBuilder query = Launcher.builder("inspect", "--sql", "FROM '%s'".formatted(data));
    query.environment().putAll(score.environment());
    assertEquals(0, Launcher.ended(query).status());
    assertEquals(List.of(), Folder.files(home));
    Usage jar = Usage.of(jar(usual));
    assertTrue(script.mebibytes() < 430, script + "; java -jar " + jar);
    assertTrue(script.seconds() < 0.8 * jar.seconds(), script + "; java -jar " + jar);
  }

  /**
   * The resources of a process.
   *
   * @param seconds its processor time
   * @param mebibytes the most memory that it had at once
   */
  private record Usage(double seconds, double mebibytes) {
    static final Path TIME = Path.of("/usr/bin/time");

    static Usage of(ProcessBuilder builder) throws IOException, InterruptedException {
      Path report = Files.createTempFile(folder, "usage", ".txt");
      List<String> line = new ArrayList<>(List.of(TIME.toString(), "-f", "%U %S %M"));
      line.addAll(List.of("-o", report.toString()));
      line.addAll(builder.command());
      ProcessBuilder timed = new ProcessBuilder(line);
      timed.environment().putAll(builder.environment());
      timed.directory(builder.directory());
      timed.environment().remove("LD_PRELOAD"); // the malloc of the system, as users have it
      Launcher.Outcome run = Launcher.ended(timed);
      assertEquals(0, run.status(), run.errors().toString());
      assertEquals(501, run.out().size());
      double[] numbers =
          Stream.of(Files.readString(report).strip().split(" "))
              .mapToDouble(Double::parseDouble)
              .toArray();
      return new Usage(numbers[0] + numbers[1], numbers[2] / 1024);
    }
  }

  /**
   * The command {@code score} by {@code java -jar} from another folder, as in a container whose
   * only writable places are those of the data.
   */
  private static ProcessBuilder jar(Path loaded) {
    ProcessBuilder jar = Launcher.jar("score", loaded, data);
    jar.command().addAll(1, List.of(PLACES.formatted("/proc/none").split(" ")));
    return jar.directory(folder.toFile());
  }
}
