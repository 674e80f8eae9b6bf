package io.github.tfflows.spark.param;

import io.github.tfflows.tables.text.Excerpt;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The kinds of columns that differ from those found.
 *
 * @param <S> the class that has them
 */
public interface HasKinds<S extends HasKinds<S>> extends Settable<S> {
  /** Returns the kinds of columns that differ from those found, as {@code NAME=KIND}. */
  default StringArrayParam kinds() {
    return new StringArrayParam(this, "kinds", "kinds of columns, as NAME=KIND");
  }

  /** Sets kinds of columns that differ from those found, as {@code NAME=KIND}. */
  default S setKinds(String... pairs) {
    return with(kinds(), pairs);
  }

  /**
   * Returns the kinds by the names of their columns.
   *
   * @throws IllegalArgumentException if an entry is not of the form {@code NAME=KIND}
   */
  default Map<String, String> declaredKinds() {
    Map<String, String> declared = new TreeMap<>();
    for (String kind : getOrDefault(kinds())) {
      int equals = kind.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "expected NAME=KIND in kinds, got \"%s\"".formatted(Excerpt.of(kind)));
      }
      declared.put(kind.substring(0, equals), kind.substring(equals + 1));
    }
    return declared;
  }

  default void setKindsDefault() {
    setDefault(kinds(), new String[0]);
  }
}
