package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.sketch.Digest;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a scan found.
 *
 * @param schema the columns
 * @param notes sentences about columns that were left out, and about the others
 */
public record ScannedTable(TableSchema schema, List<String> notes) {
  /** Problems that a message tells in full; it names the columns of the others. */
  private static final int MOST_PROBLEMS = 8;

  /** Copies the notes. */
  public ScannedTable {
    notes = List.copyOf(notes);
  }

  /**
   * Returns the columns, or throws an exception about all that cannot be used.
   *
   * @param file the name of the table in messages
   * @param scans the columns, those modelled first
   * @param given the number of given columns
   * @param required the names of the columns that may not be left out
   */
  static ScannedTable of(String file, List<ColumnScan> scans, int given, Set<String> required) {
    List<String> notes = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<TableColumn> columns = new ArrayList<>();
    Map<Digest.Sum, String> byDigest = new HashMap<>();
    for (ColumnScan scan : scans) {
      Finding finding = scan.finding();
      if (finding instanceof Finding.Usable usable) {
        columns.add(usable.column());
        notes.addAll(usable.notes());
        twin(byDigest.put(scan.digest(), scan.name()), scan.name()).ifPresent(problems::add);
      } else if (finding instanceof Finding.Constant constant) {
        boolean isRequired = required.contains(scan.name());
        (isRequired ? problems : notes)
            .add(constant.why() + (isRequired ? "; leave it out" : ": it is left out"));
      } else if (finding instanceof Finding.Unusable unusable) {
        problems.add(unusable.why());
      }
    }
    int modelled = columns.size() - given;
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(message(file, problems));
    }
    if (modelled < 1) {
      throw new IllegalArgumentException(
          "%s has no column to model: %s".formatted(file, String.join("; ", notes)));
    }
    return new ScannedTable(
        new TableSchema(columns.subList(0, modelled), columns.subList(modelled, columns.size())),
        notes);
  }

  private static Optional<String> twin(@Nullable String other, String name) {
    return Optional.ofNullable(other)
        .map(
            twin ->
                "the columns %s and %s hold the same values; leave one of them out"
                    .formatted(Excerpt.of(twin), Excerpt.of(name)));
  }

  private static String message(String file, List<String> problems) {
    if (problems.size() == 1) {
      return "%s, %s".formatted(file, problems.get(0));
    }
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s columns cannot be used".formatted(file, problems.size()));
    problems.stream().limit(MOST_PROBLEMS).map(problem -> "  " + problem).forEach(lines::add);
    if (problems.size() > MOST_PROBLEMS) {
      lines.add("  and %s more".formatted(problems.size() - MOST_PROBLEMS));
    }
    return String.join("\n", lines);
  }
}
