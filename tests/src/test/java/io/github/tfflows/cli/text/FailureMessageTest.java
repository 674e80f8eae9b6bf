package io.github.tfflows.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.Main;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Words of the tool: messages of failures, numbers and bars. */
class FailureMessageTest {
  @Test
  void namesTheFileAndTheReason() {
    IOException missing = new NoSuchFileException("a.csv");
    assertEquals(
        "a.csv: there is no such file", FailureMessage.of(new UncheckedIOException(missing)));
    assertEquals("a: permission denied", FailureMessage.of(new AccessDeniedException("a")));
    assertEquals("a: is not a directory", FailureMessage.of(new NotDirectoryException("a")));
    assertEquals("a: why", FailureMessage.of(new FileSystemException("a", null, "why")));
    assertEquals("disk full", FailureMessage.of(new IOException("disk full")));
  }

  @Test
  void neverSaysNull() {
    assertEquals("EOFException", FailureMessage.of(new EOFException()));
    assertEquals("why", FailureMessage.of(new IOException(null, new IOException("why"))));
    assertFalse(FailureMessage.of(new IOException((String) null)).contains("null"));
  }

  @Test
  void isShortAndVisibleWhateverItQuotes() {
    String begin = "a.csv, row 1, column x: got ";
    String end = ", expected a number";
    String message = FailureMessage.of(new IOException(begin + "7".repeat(1_000_000) + end));
    assertTrue(message.length() <= 500, message);
    assertTrue(message.startsWith(begin) && message.endsWith(end), message);
    assertEquals("\\u001b[2J", FailureMessage.of(new IOException("\u001b[2J")));
    assertEquals(12, FailureMessage.of(new IOException("line\n".repeat(99))).lines().count());
  }

  @Test
  void tellsADefectFromWrongData() {
    StringWriter errors = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .addSubcommand("fail", new Failing())
            .setErr(new PrintWriter(errors, true));
    assertEquals(70, Main.run(command, "fail"));
    String message = errors.toString();
    assertTrue(message.contains("a defect of tfflows, ArithmeticException: by zero"), message);
    assertTrue(message.contains("-Dtfflows.trace=true"), message);
    assertEquals(2, message.lines().count(), message);
  }

  @Test
  void neverCutsACharacterInHalves() {
    String message = FailureMessage.of(new IOException("a" + "\ud83d\ude00".repeat(9_999)));
    assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(message), message);
  }

  @Test
  void namesTheFoldersWhereTheNativeLibraryCannotBeUnpacked(@TempDir Path folder) throws Exception {
    Path data = Files.write(folder.resolve("data.csv"), Tables.mixed(100));
    String said = homeless("fit", data.toString(), "--out", folder.resolve("model").toString());
    assertTrue(said.contains("to /proc/home/.javacpp/cache or /proc/temporary: "), said);
    assertTrue(said.contains("org.bytedeco.javacpp.cachedir names another folder"), said);
  }

  @Test
  void saysWhyTheNativeLibraryCannotBeLoaded(@TempDir Path folder) throws Exception {
    Path data = Files.write(folder.resolve("data.csv"), Tables.mixed(100));
    String library = System.mapLibraryName("jnitensorflow");
    Files.writeString(folder.resolve(library), "none");
    List<String> place =
        List.of(
            "-Dorg.bytedeco.javacpp.platform.preloadpath=" + folder,
            "-Dorg.bytedeco.javacpp.cacheLibraries=false");
    String said = failed(place, "fit", data.toString(), "--out", folder.resolve("m").toString());
    String begin = "TensorFlow's native library cannot be loaded: ";
    assertTrue(said.contains(begin + folder.resolve(library) + ": "), said);
    assertFalse(said.contains("class path"), said);
  }

  @Test
  void namesTheFolderWhereTheLibraryOfDuckDbCannotBeUnpacked() throws Exception {
    String said = homeless("inspect", "--sql", "SELECT 1 AS a");
    assertTrue(said.contains("\" cannot be read: DuckDB's native library cannot be "), said);
    assertTrue(said.contains(" unpacked to /proc/temporary and loaded: "), said);
    assertTrue(said.contains("-Djava.io.tmpdir=DIR names another folder"), said);
  }

  /** Runs a command where the native libraries can be unpacked to no folder. */
  private static String homeless(String... words) throws IOException, InterruptedException {
    return failed(List.of("-Duser.home=/proc/home", "-Djava.io.tmpdir=/proc/temporary"), words);
  }

  /** Runs a command that fails in a JVM with these options. */
  private static String failed(List<String> options, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ChildJvm.command(Main.class, entry -> true, words));
    command.addAll(1, options);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      String said = String.join("\n", output.lines().toList());
      assertEquals(1, process.waitFor(), said);
      assertFalse(said.contains("a defect of tfflows"), said);
      return said;
    }
  }

  /** A command with a defect. */
  @CommandLine.Command(name = "fail")
  private static final class Failing implements Runnable {
    @Override
    public void run() {
      throw new ArithmeticException("by zero");
    }
  }

  private final Notation write = new Notation();

  @Test
  void numbersOfAllSizesKeepFourDigits() {
    assertEquals("0.8051", write.compact(0.805134));
    assertEquals("61.74", write.compact(61.7449));
    assertEquals("13370", write.compact(13374));
    assertEquals("-2", write.compact(-2));
    assertEquals("0", write.compact(0));
    assertEquals("1.235e-05", write.compact(0.000012345678));
    assertEquals("1.000e+07", write.compact(10_000_000));
    assertEquals("1.235e+09", write.compact(1_234_567_890));
    assertEquals("Infinity", write.compact(Double.POSITIVE_INFINITY));
  }

  @Test
  void smallPValuesAreNotCalledZero() {
    assertEquals("< 0.001", write.pValue(0));
    assertEquals("0.001", write.pValue(0.001));
    assertEquals("0.050", write.pValue(0.05));
  }

  private static String drawn(Duration patience) throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    WorkBar bar = WorkBar.on(out, 80, "rows", patience);
    bar.show(300, 400, "so far");
    for (int i = 0; i < 500 && patience.isZero() && bytes.size() == 0; i++) {
      Thread.sleep(10); // a bar that was never drawn has no line to end
    }
    bar.close(); // as a cursor does at the end of its rows
    bar.close();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsTheShareTheCountAndTheState() throws InterruptedException {
    String text = drawn(Duration.ZERO);
    assertTrue(text.contains("75%") && text.contains("300/400 rows"), text);
    assertTrue(text.contains("so far"), text);
    assertFalse(text.contains("\u001b[3"), "colours, which NO_COLOR and dumb terminals refuse");
    assertEquals(1, text.chars().filter(c -> c == '\n').count(), "it ends its line once");
  }

  @Test
  void shortWorkShowsNothing() throws InterruptedException {
    assertEquals("", drawn(Duration.ofMinutes(1)));
  }
}
