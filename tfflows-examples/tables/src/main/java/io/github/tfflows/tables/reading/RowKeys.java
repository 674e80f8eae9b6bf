package io.github.tfflows.tables.reading;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.source.Header;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of rows that are maps from columns to values. A key that is no column is ignored, unless
 * it is a mistyped column, or the row has no other keys.
 */
public final class RowKeys {
  private final Set<String> known;
  private final List<String> read;

  /** Creates the keys for a model, and for columns of its fit that the model lacks. */
  public RowKeys(TableSchema schema, List<String> others) {
    Set<String> hidden = schema.distances();
    this.read =
        schema.all().stream()
            .map(TableColumn::name)
            .filter(name -> !hidden.contains(name))
            .toList();
    this.known = new HashSet<>(read);
    schema.written().forEach(column -> known.add(column.name()));
    known.addAll(others);
  }

  /**
   * Checks that all keys are columns of a model, which may follow from others.
   *
   * @throws IllegalArgumentException if one is not
   */
  public static void requireColumns(TableSchema schema, Set<String> keys) {
    List<String> columns = schema.written().stream().map(TableColumn::name).toList();
    keys.forEach(new Header("the model", columns)::indexOf);
  }

  /**
   * Returns the reason why the keys of a row do not suit the model; empty if they do. The reason is
   * that no key is a column, or that a key is no column but resembles a column that the row lacks.
   * That column's value would count as missing.
   */
  public Optional<String> problem(Set<String> keys) {
    List<String> absent = read.stream().filter(name -> !keys.contains(name)).toList();
    if (absent.isEmpty()) {
      return Optional.empty();
    }
    for (String key : keys) {
      String hint = known.contains(key) ? "" : hint(key, absent);
      if (!hint.isEmpty()) {
        return Optional.of(
            "the model has no column \"%s\"%s; the row lacks %s"
                .formatted(Excerpt.of(key), hint, Excerpt.of(absent)));
      }
    }
    return keys.stream().anyMatch(known::contains)
        ? Optional.empty()
        : Optional.of("the row has none of the model's columns: %s".formatted(Excerpt.of(absent)));
  }

  /** A key that differs from a column by digits alone is another column of the same series. */
  private static String hint(String key, List<String> absent) {
    String letters = withoutDigits(key);
    return Nearest.hint(
        key, absent.stream().filter(name -> !withoutDigits(name).equals(letters)).toList());
  }

  private static String withoutDigits(String name) {
    return name.replaceAll("[0-9]", "");
  }
}
