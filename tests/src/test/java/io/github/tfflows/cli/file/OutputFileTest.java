package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.model.ExportOptions.Existing;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Folder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS) // which has other links and permissions
class OutputFileTest {
  private static final Inputs NONE = Inputs.of();

  @TempDir Path folder = Path.of("");

  private static void write(Path file, Existing existing, Inputs inputs) throws IOException {
    try (OutputFile output = OutputFile.open(file, existing, inputs)) {
      Files.writeString(output.draft(), "new");
      output.commit();
    }
  }

  private static void refused(String reason, Executable work) {
    String message = String.valueOf(assertThrows(FileSystemException.class, work).getReason());
    assertTrue(message.contains(reason), message);
  }

  @Test
  void aFileThatIsGivenUpIsNotCommitted() throws IOException {
    OutputFile output = OutputFile.open(folder.resolve("given-up.csv"), Existing.KEEP, NONE);
    output.close(); // as the end of the process does
    Expect.failed(InterruptedIOException.class, "is not written", output::commit);
  }

  @Test
  void appearsOnlyOnceItIsWhole() throws IOException {
    Path file = folder.resolve("new/folder/a.csv");
    try (OutputFile output = OutputFile.open(file, Existing.KEEP, NONE)) {
      Files.writeString(output.draft(), "new");
      assertTrue(Files.notExists(file));
      output.commit();
    }
    assertEquals("new", Files.readString(file));
    assertEquals(List.of(file), Folder.files(folder.resolve("new/folder")));
  }

  @Test
  void aTextThatCannotBeWrittenIsAmongTheTemporaryFiles() throws IOException {
    Path file = folder.resolve("page.html");
    try (OutputFile output = OutputFile.open(file, Existing.KEEP, NONE)) {
      Files.writeString(file, "theirs");
      String said = Expect.message(IOException.class, () -> output.write("ours"));
      assertTrue(said.startsWith(file + " cannot be written: "), said);
      Path spare = Path.of(said.replaceFirst(".*; its content is in ", ""));
      assertEquals("ours", Files.readString(spare));
      assertTrue(spare.toString().endsWith("-page.html"), said);
      Files.delete(spare);
    }
    assertEquals("theirs", Files.readString(file));
  }

  @Test
  void draftsOfNamesWithEmojiAreFiles() throws IOException {
    for (int letters : new int[] {0, 38, 39, 40}) {
      Path file = folder.resolve("a".repeat(letters) + "\ud83d\ude00".repeat(15));
      write(file, Existing.KEEP, NONE);
      assertEquals("new", Files.readString(file));
    }
  }

  @Test
  void leavesNoDraftWhereItIsNotCommitted() throws IOException {
    Path file = folder.resolve("n".repeat(250));
    try (OutputFile output = OutputFile.open(file, Existing.KEEP, NONE)) {
      assertEquals(List.of(output.draft()), Folder.files(folder));
      assertTrue(output.draft().toString().endsWith(".part"));
    }
    assertEquals(List.of(), Folder.files(folder));
    Path inside = folder.resolve("old/new/newer/a.csv");
    Path old = Files.createDirectory(folder.resolve("old"));
    OutputFile.open(inside, Existing.KEEP, NONE).close();
    assertEquals(List.of(old), Folder.files(folder));
    assertTrue(Files.notExists(folder.resolve("old/new")));
  }

  @Test
  void replacesAFileOnlyWhereThatIsAskedFor() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    refused("--force", () -> write(file, Existing.KEEP, NONE));
    assertEquals("old", Files.readString(file));
    write(file, Existing.REPLACE, NONE);
    assertEquals("new", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of(file), Folder.files(folder));
  }

  @Test
  void doesNotReplaceAFileThatAppearsMeanwhile() throws IOException {
    Path file = folder.resolve("a.csv");
    try (OutputFile output = OutputFile.open(file, Existing.KEEP, NONE)) {
      Files.writeString(file, "somebody else's");
      assertThrows(FileSystemException.class, output::commit);
    }
    assertEquals("somebody else's", Files.readString(file));
    assertEquals(List.of(file), Folder.files(folder));
  }

  @Test
  void writesToWhereALinkPoints() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("b.csv"), Path.of("a.csv"));
    write(link, Existing.REPLACE, NONE);
    assertEquals("new", Files.readString(file));
    assertTrue(Files.isSymbolicLink(link));
    Path broken = Files.createSymbolicLink(folder.resolve("c.csv"), Path.of("d.csv"));
    refused("broken link", () -> write(broken, Existing.REPLACE, NONE));
  }

  @Test
  void neverTouchesAnInput() throws IOException {
    Path data = Files.writeString(folder.resolve("data.csv"), "data");
    Path model = Files.createDirectory(folder.resolve("model"));
    Path part = Files.writeString(model.resolve("saved_model.pb"), "model");
    Path soft = Files.createSymbolicLink(folder.resolve("soft.csv"), data);
    Path hard = Files.createLink(folder.resolve("hard.csv"), data);
    Path detour = model.resolve("../data.csv");
    Path relative = Path.of("").toAbsolutePath().relativize(data.toRealPath());
    Path linked = Files.createSymbolicLink(folder.resolve("linked"), model);
    Inputs inputs = Inputs.of(data, model);
    for (Path output :
        List.of(
            data,
            soft,
            hard,
            detour,
            relative,
            part,
            model.resolve("new.csv"),
            linked.resolve("x/new.csv"))) {
      refused("would touch the input", () -> write(output, Existing.REPLACE, inputs));
    }
    refused("would touch the input", () -> Inputs.of(part).requireApart(model));
    assertEquals("data", Files.readString(data));
    assertEquals("model", Files.readString(part));
    assertEquals(List.of(data, hard, linked, model, soft), Folder.files(folder));
  }

  @Test
  void refusesDirectoriesAndDevices() {
    refused("is a directory", () -> write(folder, Existing.REPLACE, NONE));
    refused("is a device", () -> write(Path.of("/dev/null"), Existing.REPLACE, NONE));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where nobody makes files in /proc
  void namesThePlaceAndNotTheDraft() {
    Path nowhere = Path.of("/proc/a.csv");
    FileSystemException refused =
        assertThrows(FileSystemException.class, () -> write(nowhere, Existing.KEEP, NONE));
    assertEquals(nowhere.toString(), refused.getFile());
    FileSystemException folder =
        assertThrows(FileSystemException.class, () -> OutputFolder.require(Path.of("/proc")));
    assertEquals("/proc", folder.getFile());
  }

  /** Root may write anywhere, but nothing can be written below a file. */
  @Test
  void findsBeforeTheWorkThatAFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "");
    refused("is a file; expected a directory", () -> OutputFolder.require(file));
    assertThrows(FileSystemException.class, () -> OutputFolder.require(file.resolve("b")));
    OutputFolder.require(folder.resolve("c/d"));
    OutputFolder.requireName(folder.resolve("c/d"));
    refused("", () -> OutputFolder.require(folder.resolve("c/" + "d".repeat(300))));
    refused("", () -> OutputFolder.requireName(folder.resolve("c/" + "d".repeat(250))));
    Path link = Files.createSymbolicLink(folder.resolve("e"), Path.of("nowhere"));
    refused("is a broken link", () -> OutputFolder.require(link));
    assertEquals(List.of(file, link), Folder.files(folder));
  }
}
