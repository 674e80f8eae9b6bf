package io.github.tfflows.cli.option;

import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of the format of files that are read. */
public final class FormatOptions {
  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description =
          "The character between two values; \\t for tabulators. Default: a comma, in .tsv"
              + " a tabulator; if the first line has a single value so, another one at which the"
              + " first lines agree.")
  @Nullable String delimiter;

  @Option(
      names = "--header",
      paramLabel = "WHEN",
      description =
          "Whether the first line names the columns: ${COMPLETION-CANDIDATES}. auto: it does"
              + " if none of its values is a number. Columns without names are called c1, c2 and so"
              + " on.")
  SourceOptions.Header header = SourceOptions.Header.AUTO;

  /** Opens a file, or all that a pattern matches. */
  public TableSource open(CommandSpec command, String file) throws IOException {
    return noted(command, TableFiles.open(file, options(command)));
  }

  /** Opens CSV from the standard input, to be read once. */
  TableSource openStream(CommandSpec command) throws IOException {
    return noted(command, TableFiles.ofStream(System.in, options(command)));
  }

  private static TableSource noted(CommandSpec command, TableSource table) {
    for (String note : TableFiles.notes(table)) {
      Notes.of(command).printf("Note: %s%n", note);
    }
    return table;
  }

  private SourceOptions options(CommandSpec command) {
    return new SourceOptions(delimiter(command), header);
  }

  private Optional<Character> delimiter(CommandSpec command) {
    if (delimiter == null) {
      return Optional.empty();
    }
    String text = delimiter.equals("\\t") || delimiter.equals("tab") ? "\t" : delimiter;
    if (text.length() != 1) {
      throw Limits.rejected(command, "--delimiter must be one character, got " + delimiter);
    }
    return Optional.of(text.charAt(0));
  }
}
