package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A column to check, and the columns from which it may follow. */
abstract class Candidate implements Serializable {
  private static final long serialVersionUID = 1;

  final List<Integer> from;
  final int to;
  final List<String> sources;
  final String name;

  /** The places of the columns that are text. */
  final List<Integer> texts;

  Candidate(List<Scanned> sources, Scanned other) {
    this.from = List.copyOf(sources.stream().map(Scanned::place).toList());
    this.to = other.place();
    this.sources = List.copyOf(sources.stream().map(source -> source.column().name()).toList());
    this.name = other.column().name();
    this.texts =
        Stream.concat(sources.stream(), Stream.of(other))
            .filter(one -> one.column().isText())
            .map(Scanned::place)
            .toList();
  }

  Candidate(Scanned source, Scanned other) {
    this(List.of(source), other);
  }

  /** Whether all columns are some of the given ones. */
  boolean isOf(List<Scanned> given) {
    List<Integer> places = given.stream().map(Scanned::place).toList();
    return places.contains(to) && places.containsAll(from);
  }

  String of() {
    return sources.get(0);
  }

  /** The text of a cell, a text or a number. */
  static String text(Object cell) {
    return cell instanceof Double number ? Numbers.text(number + 0.0) : (String) cell;
  }

  /** Whether a row agrees, with its cells by the places of columns. */
  final boolean holdsIn(Object... cells) {
    Object[] some = new Object[from.size()];
    Arrays.setAll(some, i -> cells[from.get(i)]);
    return holds(Arrays.asList(some), cells[to]);
  }

  /** Whether a row agrees. The cell is missing if and only if one that it follows from is. */
  boolean holds(List<Object> sources, Object cell) {
    boolean isMissing = cell.equals("");
    return isMissing == sources.contains("") && (isMissing || agree(sources, cell));
  }

  /** Whether cells agree, none of which is missing. */
  abstract boolean agree(List<Object> sources, Object cell);

  boolean isSure() {
    return true;
  }

  /** Whether the source appears to identify persons and the like, each in a few rows. */
  boolean isOfGroups() {
    return false;
  }

  /** Adds the rows that follow; returns whether all agree. */
  boolean append(Candidate later) {
    return true;
  }

  abstract Relation relation();
}
