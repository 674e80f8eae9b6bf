package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that cannot be read: the command says why, in one short line, before any training. */
class UnreadableTablesTest {
  private static final String HEAD = "x,y\n";

  @TempDir Path folder = Path.of("");

  private void refused(Path table, String reason) {
    CommandRun run = CommandRun.of("fit", table, "--out", folder.resolve("model"));
    String said = run.errors();
    assertEquals(1, run.status(), said);
    assertTrue(said.startsWith("Error: " + table) && said.contains(reason), said);
    assertTrue(said.length() < 700 && said.lines().count() <= 2, said);
    assertTrue(Files.notExists(folder.resolve("model")));
  }

  private void refused(byte[] content, String reason) throws IOException {
    refused(Files.write(folder.resolve("table"), content), reason);
  }

  private void refused(String content, String reason) throws IOException {
    refused(content.getBytes(StandardCharsets.ISO_8859_1), reason);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'',is empty",
        "P,at least 10",
        "x,at least 10",
        "'a;b',try --delimiter",
        "'x,y\n1,é\n',no text in UTF-8",
        "'x,y\n1,\"2\n',Unclosed quoted field",
        "PAR1,cannot be read as Parquet",
        "PAR1PAR1,cannot be read as Parquet",
        "\u0093NUM,header of an array",
        "\u0093NUMPY\u0001\u0000\u00ff\u00ff,header of an array",
        "\u0093NUMPY\u0002\u0000\u00ff\u00ff\u00ff\u00ff,header of an array",
        "'\u001f\u008bgarbage',cannot be read",
        "(\u00b5/\u00fd,no text in UTF-8"
      })
  void namesTheFileAndTheReason(String content, String reason) throws IOException {
    refused(content, reason);
  }

  @Test
  void refusesZeroBytes() throws IOException {
    refused("x\0,y\n", "zero byte");
  }

  @Test
  void cutsGiganticCellsAndManyColumns() throws IOException {
    refused(HEAD + "1,2\n2,1\n".repeat(5) + "1," + "q".repeat(1 << 20) + "\n", "expected a number");
    refused(HEAD + "1,\"" + "q".repeat(1 << 25) + "\n", "maximum buffer size");
    refused("c,".repeat(100_000) + "\n", "limit of 16384 fields");
    refused("x".repeat(1 << 20) + "\n1\n2\n", "at least 10");
  }

  @Test
  void unpacksNoMoreThanItReads() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 200; i++) {
        out.write("1".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
      }
    }
    refused(bytes.toByteArray(), "maximum buffer size");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // which has no /dev
  void refusesWhatIsNoPlainFile() throws IOException {
    refused(folder.resolve("missing.csv"), "there is no such file");
    refused(Files.createDirectory(folder.resolve("folder")), "is a directory");
    refused(Path.of("/dev/null"), "is a device");
  }
}
