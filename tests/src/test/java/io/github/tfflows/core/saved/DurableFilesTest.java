package io.github.tfflows.core.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors of files. */
class DurableFilesTest {
  @TempDir Path folder;

  @Test
  void anErrorOfTheDiskNamesTheFile() {
    Path file = folder.resolve("file");
    DurableFiles.Content<Integer> full =
        out -> {
          throw new IOException("No space left on device");
        };
    assertEquals(
        file + ": No space left on device",
        Expect.message(IOException.class, () -> DurableFiles.write(file, full)));
    assertEquals(
        file.toString(),
        Expect.message(
            FileAlreadyExistsException.class, () -> DurableFiles.write(file, new byte[0])));
  }
}
