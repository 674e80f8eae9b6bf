package io.github.tfflows.cli.option;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of columns and their kinds. */
public final class ColumnOptions {
  private static final List<String> KINDS =
      Arrays.stream(ColumnKind.CHOICES.split(", | or ", -1))
          .map(kind -> kind.replaceFirst(":.*", ""))
          .toList();

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      split = ",",
      converter = ListedName.class,
      description = "The columns to model. Default: all that are neither given nor left out.")
  List<String> columns = List.of();

  @Option(
      names = "--given",
      paramLabel = "NAME",
      split = ",",
      converter = ListedName.class,
      description = "The columns to condition on.")
  List<String> given = List.of();

  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      converter = ListedName.class,
      description = "Columns to leave out, such as keys.")
  List<String> without = List.of();

  @Option(
      names = "--kind",
      paramLabel = "NAME=KIND",
      description =
          "The kind of a column, if it differs from the inferred one: "
              + ColumnKind.CHOICES
              + ". Inferred are integer (all whole), count (from zero on and skewed), positive (above"
              + " zero and skewed), real, boolean (true and false, yes and no, t and f), date, time and"
              + " timestamp (ISO 8601), and categorical (other text).")
  List<String> kinds = List.of();

  @Option(
      names = "--columns-file",
      paramLabel = "FILE",
      description =
          "In place of --columns, --given and --without: a CSV with the columns name, role and kind,"
              + " as inspect writes it. Roles are model, given and out; without a kind, it is"
              + " inferred.")
  @Nullable String file;

  @Option(
      names = "--repeats",
      paramLabel = "HOW",
      description =
          "Treatment of numbers that many rows share: ${COMPLETION-CANDIDATES}. They have a"
              + " probability each (mass), and so have all numbers of a column with few out of many,"
              + " such as numbers of schools (level); or they have a density, as all others. Default:"
              + " level; mass for one target, models of any cell and rows in groups; density if the"
              + " flow mixes all columns.",
      showDefaultValue = Help.Visibility.NEVER)
  @Nullable Repeats repeats;

  /** The choice of columns, with kinds checked. */
  public TableScan scan(CommandSpec command, Repeats usual) {
    Map<String, ColumnKind> parsed = new LinkedHashMap<>();
    ColumnsFile chosen = file == null ? null : read(command, file);
    if (chosen != null) {
      parsed.putAll(chosen.kinds());
    }
    kinds(command).forEach((name, kind) -> parsed.put(name, kind(command, name, kind)));
    return new TableScan(
            chosen == null ? columns : chosen.modelled(),
            chosen == null ? given : chosen.given(),
            without,
            parsed)
        .withRepeats(repeats == null ? usual : repeats);
  }

  private Map<String, String> kinds(CommandSpec command) {
    return Limits.byName(command, "--kind", kinds, text -> text.lastIndexOf('='));
  }

  /** Adds the names of the options to an error about columns. */
  public static IllegalArgumentException chosenBy(IllegalArgumentException e) {
    return new IllegalArgumentException(
        e.getMessage()
            + System.lineSeparator()
            + "--columns, --given, --without and --kind NAME=KIND choose columns and kinds.",
        e);
  }

  /** Requires that a table has the columns that are named; an error names the nearest. */
  public static void require(TableScan scan, TableSource source) {
    List<String> asked = new ArrayList<>(scan.modelled());
    asked.addAll(scan.given());
    asked.addAll(scan.without());
    asked.addAll(scan.kinds().keySet());
    boolean hasComma = source.columns().stream().anyMatch(name -> name.contains(","));
    for (String name : asked) {
      if (!source.columns().contains(name)) {
        throw chosenBy(
            new IllegalArgumentException(
                "%s has no column \"%s\"%s; it has %s%s"
                    .formatted(
                        source.name(),
                        Excerpt.of(name),
                        Nearest.hint(name, source.columns()),
                        Excerpt.of(source.columns()),
                        hasComma ? "; in a list, a name with a comma is in quotes" : "")));
      }
    }
  }

  /**
   * Returns a choice by a file as the choice of all columns except those left out, so that draws
   * restore constant columns.
   */
  public TableScan chosen(TableScan scan, TableSource source) {
    if (file == null) {
      return scan;
    }
    List<String> others = new ArrayList<>(source.columns());
    others.removeAll(scan.modelled());
    others.removeAll(scan.given());
    return scan.withModelled(List.of()).leavingOut(others);
  }

  private ColumnsFile read(CommandSpec command, String path) {
    if (!(columns.isEmpty() && given.isEmpty() && without.isEmpty())) {
      throw Limits.rejected(
          command, "--columns-file takes the place of --columns, --given and --without; got both");
    }
    try {
      return ColumnsFile.read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ColumnKind kind(CommandSpec command, String name, String kind) {
    try {
      return ColumnKind.parse(kind);
    } catch (IllegalArgumentException e) {
      throw Limits.rejected(
          command,
          "--kind %s=%s%s: %s".formatted(name, kind, Nearest.hint(kind, KINDS), e.getMessage()));
    }
  }
}
