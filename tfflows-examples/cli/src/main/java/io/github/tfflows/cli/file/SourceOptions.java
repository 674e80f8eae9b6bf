package io.github.tfflows.cli.file;

import java.util.Optional;

/**
 * How a file with delimiters is read.
 *
 * @param delimiter what stands between two values; nothing, to take a comma, or a tabulator in
 *     files named {@code .tsv}
 * @param header whether the first line names the columns
 */
public record SourceOptions(Optional<Character> delimiter, Header header) {
  /** Whether the first line names the columns. */
  public enum Header {
    /** It does where none of its values is a number. */
    AUTO,

    /** It does. */
    PRESENT,

    /** It does not; columns are named {@code c1}, {@code c2} and so on. */
    ABSENT
  }

  /**
   * Returns what suits most files.
   *
   * @return a delimiter by the file's name and a header where there seems to be one
   */
  public static SourceOptions defaults() {
    return new SourceOptions(Optional.empty(), Header.AUTO);
  }
}
