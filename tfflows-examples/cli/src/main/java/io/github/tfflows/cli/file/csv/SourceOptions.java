package io.github.tfflows.cli.file.csv;

import java.util.Optional;

/**
 * The format of a file with delimiters.
 *
 * @param delimiter the character between two values; by default a comma, in files named {@code
 *     .tsv} a tabulator, and another one if it alone splits the first lines
 * @param header the meaning of the first line
 */
public record SourceOptions(Optional<Character> delimiter, Header header) {
  /** The role of the first line. */
  public enum Header {
    /** Names if none of its values is a number. */
    AUTO,

    /** Names of columns. */
    PRESENT,

    /** Values; the columns are named {@code c1}, {@code c2} and so on. */
    ABSENT
  }

  /**
   * Returns the options that suit most files: a delimiter by the file's name and an automatic
   * header.
   */
  public static SourceOptions defaults() {
    return new SourceOptions(Optional.empty(), Header.AUTO);
  }
}
