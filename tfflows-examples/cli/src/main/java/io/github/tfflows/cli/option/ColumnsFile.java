package io.github.tfflows.cli.option;

import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file with a line for each column of a table: its name, its role and its kind. Columns without a
 * line are left out; where there is no kind, it is inferred.
 */
record ColumnsFile(List<String> modelled, List<String> given, Map<String, ColumnKind> kinds) {
  private static final List<String> HEADER = List.of("name", "role", "kind");

  /**
   * Reads a file with commas or semicolons.
   *
   * @throws IllegalArgumentException if a line is wrong, naming it
   */
  static ColumnsFile read(String file) throws IOException {
    TableSource source =
        TableFiles.open(
            file, new SourceOptions(Optional.of(delimiter(file)), SourceOptions.Header.PRESENT));
    if (!source.columns().equals(HEADER)) {
      throw new IllegalArgumentException(
          "%s: expected the columns %s, got %s"
              .formatted(file, String.join(",", HEADER), Excerpt.of(source.columns())));
    }
    ColumnsFile columns =
        new ColumnsFile(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    Set<String> seen = new HashSet<>();
    try (RowCursor row = source.open()) {
      while (row.next()) {
        try {
          if (!seen.add(text(row, 0))) {
            throw new IllegalArgumentException(
                "there is a line for column %s already".formatted(Excerpt.of(text(row, 0))));
          }
          columns.add(text(row, 0), text(row, 1), text(row, 2));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%s, %s: %s".formatted(file, row.place(), e.getMessage()), e);
        }
      }
    }
    return columns;
  }

  /** Spreadsheets write semicolons where the comma is for decimals. */
  private static char delimiter(String file) throws IOException {
    TableFiles.requirePlain(Path.of(file));
    try (Stream<String> lines = Files.lines(Path.of(file), StandardCharsets.ISO_8859_1)) {
      return lines.findFirst().filter(line -> line.contains(";")).isPresent() ? ';' : ',';
    }
  }

  private static String text(RowCursor row, int column) {
    return Optional.ofNullable(row.text(column)).orElse("").strip();
  }

  private void add(String name, String role, String kind) {
    switch (role) {
      case "model" -> modelled.add(name);
      case "given" -> given.add(name);
      case "out" -> {
        return;
      }
      default ->
          throw new IllegalArgumentException(
              "the role \"%s\" of column %s is none; expected model, given or out"
                  .formatted(Excerpt.of(role), Excerpt.of(name)));
    }
    if (!kind.isEmpty()) {
      kinds.put(name, ColumnKind.parse(kind));
    }
  }
}
