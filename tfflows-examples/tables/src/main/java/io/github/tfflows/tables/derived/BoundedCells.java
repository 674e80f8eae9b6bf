package io.github.tfflows.tables.derived;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.derived.LinkedColumns.Link;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The columns of a row that bound each other, of which some cells are known and the others are
 * drawn. They all follow from those below, or all from those above; numbers have the opposite sign
 * in the latter, so that each column is above its bounds.
 *
 * @param known the cells of the row, a missing one where it is not known
 * @param cells the same with draws, to be completed
 */
record BoundedCells(LinkedColumns all, List<Object> known, List<Object> cells) {
  /**
   * A known cell beyond another one.
   *
   * @param number that of the cell
   * @param apart the sum of the distances from the other one
   * @param side its comparison with the other one
   */
  private record End(int place, double number, double apart, Relation.Comparison side) {
    boolean admits(double value) {
      return side.admits(number - value);
    }

    /** Returns this end as that of a column below the other one. */
    End from(Relation.Comparison below, double distance) {
      boolean isBelow = below == Relation.Comparison.CLOSE || !below.allowsEqual();
      boolean isOwn = side == Relation.Comparison.CLOSE || !isBelow;
      return new End(place, number, distance + apart, isOwn ? side : below);
    }

    /** The part of the way from a bound to this end that the distance from the bound has. */
    double within(double bound, double distance) {
      double whole = distance + apart;
      return whole > 0 ? bound + (number - bound) * (distance / whole) : bound;
    }
  }

  private static Relation.Comparison side(Link link) {
    return ((Relation.Beyond) link.derived().relation()).comparison();
  }

  private List<Link> boundedBy(int place) {
    return all.bounded().stream().filter(link -> link.bounds().contains(place)).toList();
  }

  private boolean isKnown(int place) {
    return !DerivedColumn.isMissing(known.get(place));
  }

  private double number(int place, int sign) {
    Object cell = all.cell(place, cells::get);
    return DerivedColumn.isMissing(cell)
        ? Double.NaN
        : sign * DerivedColumn.number(all.column(place), cell);
  }

  private double distance(Link link) {
    double distance = number(link.distance(), 1);
    return Double.isNaN(distance) ? 0 : distance;
  }

  /** The known cells beyond a column that no other known one of the same group is between. */
  private List<End> ends(int place) {
    List<End> ends = new ArrayList<>();
    for (Link link : boundedBy(place)) {
      double apart = distance(link);
      if (isKnown(link.own())) {
        double number = number(link.own(), side(link).direction());
        ends.add(new End(link.own(), number, apart, side(link)));
      } else {
        for (End end : ends(link.own())) {
          ends.add(end.from(side(link), apart));
        }
      }
    }
    return ends;
  }

  /** Moves draws between known cells, as far as there are values. */
  void complete() {
    IntStream.range(0, all.columns().size()).filter(place -> !isKnown(place)).forEach(this::lower);
    all.bounded().forEach(this::raise);
  }

  /** Moves a column that bounds others below the known ones. */
  private void lower(int place) {
    List<End> ends = ends(place);
    if (ends.isEmpty() || DerivedColumn.isMissing(cells.get(place))) {
      return;
    }
    int sign = sign(place);
    double drawn = number(place, sign);
    double moved = ends.stream().mapToDouble(end -> end.number - end.apart).min().orElseThrow();
    double least = sign > 0 ? all.column(place).low() : least(place, sign);
    boolean isFree = boundedBy(place).stream().noneMatch(link -> isKnown(link.distance()));
    if (isFree && moved >= least && moved <= -least(place, -sign)) {
      set(place, sign, moved, ends);
    } else if (!ends.stream().allMatch(end -> end.admits(drawn))) {
      boolean isAbove = Double.isFinite(least);
      set(place, sign, isAbove ? within(ends, least, drawn - least) : moved, ends);
    }
  }

  private int sign(int place) {
    return side(boundedBy(place).get(0)).direction();
  }

  /** The bound that the kind of a column has. */
  private double least(int place, int sign) {
    ColumnKind kind = all.column(place).kind();
    return sign > 0 ? kind.low() : -kind.high();
  }

  private static double within(List<End> ends, double bound, double distance) {
    return ends.stream().mapToDouble(end -> end.within(bound, distance)).min().orElseThrow();
  }

  /** Computes a bounded column from its bounds, and moves it below the known ones beyond it. */
  private void raise(Link link) {
    if (!DerivedColumn.isMissing(cells.get(link.own()))) {
      return;
    }
    all.bounded().stream().filter(each -> link.bounds().contains(each.own())).forEach(this::raise);
    int sign = side(link).direction();
    double value = number(link.own(), sign);
    List<End> ends = ends(link.own());
    if (ends.stream().allMatch(end -> end.admits(value))) {
      cells.set(link.own(), all.cell(link.own(), cells::get));
    } else {
      double distance = distance(link);
      set(link.own(), sign, within(ends, value - distance, distance), ends);
    }
  }

  /** Sets the nearest cell, or the next one below if that is beyond an end. */
  private void set(int place, int sign, double value, List<End> ends) {
    TableColumn column = all.column(place);
    Object cell = DerivedColumn.cell(column, sign * value);
    double nearest = sign * DerivedColumn.number(column, cell);
    double spacing = DerivedColumn.spacing(column);
    double next = nearest - (spacing == 0 ? Math.ulp(nearest) : spacing);
    boolean isWithin = ends.stream().allMatch(end -> end.admits(nearest));
    cells.set(place, isWithin ? cell : DerivedColumn.cell(column, sign * next));
  }

  /** Returns whether the completed cells are beyond their bounds. */
  boolean areOrdered() {
    return all.bounded().stream().allMatch(this::isOrdered);
  }

  private boolean isOrdered(Link link) {
    int sign = side(link).direction();
    double value = number(link.own(), sign);
    Relation.Beyond rule = (Relation.Beyond) link.derived().relation();
    return link.bounds().isEmpty()
        ? !isBeyond(sign * link.derived().constant(rule), value, link)
        : link.bounds().stream().noneMatch(bound -> isBeyond(number(bound, sign), value, link));
  }

  private static boolean isBeyond(double bound, double value, Link link) {
    return bound >= value && !side(link).admits(value - bound);
  }

  /**
   * Checks that known cells are beyond those that bound columns between them.
   *
   * @throws IllegalArgumentException if one is not
   */
  void requireOrder() {
    Set<Integer> bounds = new TreeSet<>();
    all.bounded().forEach(link -> bounds.addAll(link.bounds()));
    for (int place : bounds) {
      for (End end : ends(place)) {
        int sign = sign(place);
        double value = isKnown(place) ? number(place, sign) : least(place, sign);
        if (!(end.admits(value) || value == Double.NEGATIVE_INFINITY)) {
          throw new IllegalArgumentException(broken(place, end, sign));
        }
      }
    }
  }

  private String broken(int place, End end, int sign) {
    ColumnKind kind = all.column(place).kind();
    Object bound = isKnown(place) ? known.get(place) : (sign > 0 ? kind.low() : kind.high());
    return "column %s: got \"%s\", expected a value %s%s %s of column %s"
        .formatted(
            Excerpt.of(all.column(end.place).name()),
            text(known.get(end.place)),
            sign > 0 ? ">" : "<",
            end.side.allowsEqual() ? "=" : "",
            (isKnown(place) ? "the value %s" : "the bound %s").formatted(text(bound)),
            Excerpt.of(all.column(place).name()));
  }

  private static String text(Object cell) {
    return cell instanceof Number number
        ? Numbers.text(number.doubleValue())
        : Excerpt.of(cell.toString());
  }
}
