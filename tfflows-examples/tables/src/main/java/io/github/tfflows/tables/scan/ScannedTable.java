package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.profile.ColumnScan;
import io.github.tfflows.tables.profile.Finding;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The columns that a scan found.
 *
 * @param notes sentences about columns that were left out, and about the others
 * @param keys the groups of columns whose values together occur in one row only
 * @param rows the number of rows that were scanned; zero where the columns were known
 */
public record ScannedTable(
    TableSchema schema, List<String> notes, List<List<String>> keys, long rows) {
  private static final String PASSES = "%s in the pass before; expected the same rows in each pass";
  private static final int MOST_PROBLEMS = 8;

  /** The most columns with a note each; more share one note. */
  private static final int MOST_NOTES = 3;

  public ScannedTable {
    notes = List.copyOf(notes);
    keys = List.copyOf(keys);
  }

  ScannedTable(TableSchema schema, List<String> notes, long rows) {
    this(schema, notes, List.of(), rows);
  }

  /**
   * Returns a sentence if a later pass read another number of rows.
   *
   * @throws IllegalArgumentException if it read none
   */
  public List<String> changed(String table, long later) {
    requireStill(table, later, rows);
    return rows > 0 && later != rows
        ? List.of("%s has %s rows, %s".formatted(table, later, PASSES.formatted(rows)))
        : List.of();
  }

  static void requireStill(String table, long rows, long before) {
    if (rows == 0 && before > 0) {
      throw new IllegalArgumentException(
          "%s has no rows any more, %s".formatted(table, PASSES.formatted(before)));
    }
  }

  public ScannedTable with(TableSchema other) {
    return new ScannedTable(other, notes, keys, rows);
  }

  public ScannedTable noting(List<String> further) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(further);
    return new ScannedTable(schema, all, keys, rows);
  }

  /**
   * The columns of a table, in its order.
   *
   * @param scans the columns, those modelled first
   * @param given the number of given columns
   * @param required the names of the columns that may not be left out for being constant
   * @param hidden the names of the columns that draws do not have
   */
  record Columns(
      String file, List<ColumnScan> scans, int given, Set<String> required, Set<String> hidden) {
    private boolean isGiven(int index) {
      return index >= scans.size() - given;
    }

    private Found found(Map<String, Relation> relations) {
      Found found = new Found();
      for (int i = 0; i < scans.size(); i++) {
        found.add(scans.get(i), this, i, Optional.ofNullable(relations.get(scans.get(i).name())));
      }
      return found;
    }

    /** Returns the columns, including columns that cannot be used, with the reasons. */
    InspectedTable inspected(Map<String, Relation> relations, long rows, List<String> further) {
      Found found = found(relations);
      List<String> notes = new ArrayList<>(found.notes.stream().map(Note::words).toList());
      notes.addAll(further);
      return new InspectedTable(
          rows, found.modelled, found.given, found.derived, notes, found.problems);
    }

    /** Returns the columns, or throws an exception about all that cannot be used. */
    ScannedTable with(Map<String, Relation> relations, long rows) {
      Found found = found(relations);
      if (!found.problems.isEmpty()) {
        throw new ColumnChoiceException(message(file, List.copyOf(found.problems.values())));
      }
      if (found.modelled.isEmpty()) {
        Predicate<String> isWanted = required.isEmpty() ? name -> true : required::contains;
        List<String> reasons = found.notes(isWanted.and(found::isLeftOut));
        throw new ColumnChoiceException(
            "%s has no column to model: %s%s"
                .formatted(
                    file,
                    reasons.isEmpty() ? "all are given or left out" : String.join("; ", reasons),
                    found.remedy(isWanted)));
      }
      return new ScannedTable(
          new TableSchema(found.modelled, found.given, Conditioning.NONE, found.derived),
          found.notes(name -> true),
          rows);
    }
  }

  private record Note(String column, String words) {
    /**
     * The words without the name, numbers and values, which are the same in all notes of a kind.
     */
    private String kind() {
      return words.replace(Excerpt.of(column), "").replaceAll("\\S*\\d\\S*|\".*?\"", "");
    }
  }

  private static final class Found {
    private final List<TableColumn> modelled = new ArrayList<>();
    private final List<TableColumn> given = new ArrayList<>();
    private final List<DerivedColumn> derived = new ArrayList<>();
    private int written;
    private final List<Note> restored = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Map<String, String> problems = new LinkedHashMap<>();

    private void add(ColumnScan scan, Columns columns, int index, Optional<Relation> relation) {
      Finding finding = scan.finding();
      if (finding instanceof Finding.Usable usable) {
        if (relation.isPresent()) {
          restore(
              columns,
              new Finding.Restored(usable.column(), relation.get()),
              words(scan, relation.get()));
        } else {
          (columns.isGiven(index) ? given : modelled).add(usable.column());
          written += columns.hidden.contains(scan.name()) ? 0 : 1;
          usable.notes().forEach(words -> notes.add(new Note(scan.name(), words)));
        }
      } else if (finding instanceof Finding.LeftOut leftOut) {
        if (columns.required.contains(scan.name())) {
          problems.put(scan.name(), leftOut.why() + "; leave it out");
        } else if (leftOut.restored().isPresent()) {
          restore(columns, leftOut.restored().get(), leftOut.why());
        } else {
          notes.add(new Note(scan.name(), leftOut.why() + ": it is left out"));
        }
      } else if (finding instanceof Finding.Redeclared other) {
        problems.put(scan.name(), other.why());
      } else if (finding instanceof Finding.Unusable unusable) {
        problems.put(scan.name(), unusable.why());
      }
    }

    /**
     * Advice not to give the given columns from which others follow, which could then be modelled.
     */
    private String remedy(Predicate<String> isWanted) {
      List<String> implied =
          given.stream()
              .map(TableColumn::name)
              .filter(
                  name ->
                      derived.stream()
                          .filter(one -> isWanted.test(one.column().name()))
                          .anyMatch(one -> one.relation().sources().contains(name)))
              .toList();
      return implied.isEmpty() ? "" : "; to model it, do not give " + Excerpt.of(implied);
    }

    /** Sentences about some columns, with those that draws restore. */
    private List<String> notes(Predicate<String> isWanted) {
      Predicate<Note> isTold = note -> isWanted.test(note.column);
      List<String> sentences = summed(notes.stream().filter(isTold).toList());
      sentences.addAll(summary(restored.stream().filter(isTold).map(Note::words).toList()));
      return sentences;
    }

    private boolean isLeftOut(String name) {
      return given.stream().noneMatch(column -> column.name().equals(name));
    }

    private static String words(ColumnScan scan, Relation relation) {
      return "column %s %s".formatted(Excerpt.of(scan.name()), Excerpt.of(relation.words()));
    }

    private void restore(Columns columns, Finding.Restored column, String words) {
      boolean isHidden = columns.hidden.contains(column.column().name());
      int place = isHidden ? DerivedColumn.HIDDEN : written++;
      derived.add(new DerivedColumn(column.column(), place, column.relation()));
      if (column.relation().equals(Relation.Constant.EMPTY)) {
        notes.add(
            new Note(
                column.column().name(),
                words + ": it is left out of the model, and empty in draws"));
      } else {
        restored.add(new Note(column.column().name(), words));
      }
    }
  }

  /** The first notes of each kind, and the names of the columns of the others. */
  private static List<String> summed(List<Note> notes) {
    Map<String, List<Note>> kinds =
        notes.stream()
            .collect(Collectors.groupingBy(Note::kind, LinkedHashMap::new, Collectors.toList()));
    List<String> summed = new ArrayList<>();
    for (List<Note> alike : kinds.values()) {
      alike.stream().limit(MOST_NOTES).map(Note::words).forEach(summed::add);
      List<String> others = alike.stream().skip(MOST_NOTES).map(Note::column).toList();
      if (!others.isEmpty()) {
        summed.add(
            "similarly for %s: %s"
                .formatted(Numbers.counted(others.size(), "further column"), Excerpt.of(others)));
      }
    }
    return summed;
  }

  /** Sentences about columns that the model leaves out and draws restore. */
  private static List<String> summary(List<String> restored) {
    String effect = "left out of the model, and restored in draws";
    if (restored.size() <= MOST_NOTES) {
      return restored.stream().map(words -> "%s: it is %s".formatted(words, effect)).toList();
    }
    String some = String.join("; ", restored.subList(0, MOST_NOTES));
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d columns follow from others or are constant, such as: %s; they are %s",
            restored.size(),
            some,
            effect));
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
