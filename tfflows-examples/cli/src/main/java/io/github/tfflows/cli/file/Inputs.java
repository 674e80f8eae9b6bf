package io.github.tfflows.cli.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files and directories that a command reads, as they were given; its output must not touch
 * them.
 */
public record Inputs(List<Path> paths) {
  public Inputs {
    paths = List.copyOf(paths);
  }

  public static Inputs of(Path... paths) {
    return new Inputs(List.of(paths));
  }

  /**
   * Checks that an output is none of the inputs, lies in none, and contains none. Links and
   * relative paths are followed: the files themselves are compared.
   *
   * @param output a file or a directory, which need not exist
   * @throws FileSystemException if it touches an input
   * @throws IOException if a path cannot be followed
   */
  public void requireApart(Path output) throws IOException {
    Path place = OutputFolder.followed(output);
    for (Path input : paths) {
      if (!Files.exists(input)) {
        continue; // reading it says so
      }
      Path read = input.toRealPath();
      boolean isSame = Files.exists(place) && Files.isSameFile(input, place);
      if (isSame || read.startsWith(place) || (Files.isDirectory(read) && place.startsWith(read))) {
        throw new FileSystemException(
            output.toString(),
            null,
            "the output would touch the input %s; choose another place".formatted(input));
      }
    }
  }
}
