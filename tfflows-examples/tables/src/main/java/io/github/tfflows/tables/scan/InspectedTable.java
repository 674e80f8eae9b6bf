package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a table before any fit, including columns that cannot be used.
 *
 * @param modelled the columns that a fit models
 * @param given the columns that a fit conditions on
 * @param derived the columns that follow from others, or are constant
 * @param notes sentences about odd values, and about columns without values
 * @param problems the reasons why columns cannot be used, by name
 */
public record InspectedTable(
    long rows,
    List<TableColumn> modelled,
    List<TableColumn> given,
    List<DerivedColumn> derived,
    List<String> notes,
    Map<String, String> problems) {
  public InspectedTable {
    modelled = List.copyOf(modelled);
    given = List.copyOf(given);
    derived = List.copyOf(derived);
    notes = List.copyOf(notes);
    problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
  }

  InspectedTable noting(List<String> further) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(further);
    return new InspectedTable(rows, modelled, given, derived, all, problems);
  }
}
