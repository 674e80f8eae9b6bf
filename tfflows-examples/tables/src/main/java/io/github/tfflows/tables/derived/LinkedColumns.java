package io.github.tfflows.tables.derived;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Columns, followed by the derived ones, by their places. The cells of a row have the same places;
 * a missing one is not known.
 *
 * @param bounded the links of columns beyond their bounds
 */
public record LinkedColumns(List<TableColumn> columns, List<Link> links, List<Link> bounded) {
  /**
   * A derived column and its sources, whose places are indices among the columns followed by the
   * derived ones.
   *
   * @param own its own place
   */
  public record Link(
      DerivedColumn derived, List<TableColumn> sources, List<Integer> places, int own) {
    boolean isBeyond() {
      return derived.relation() instanceof Relation.Beyond;
    }

    /** Returns the place of the distance from the bounds, or of the last source. */
    int distance() {
      return places.get(places.size() - 1);
    }

    /** Returns the places of the bounds. */
    List<Integer> bounds() {
      return places.subList(0, places.size() - 1);
    }

    TableColumn last() {
      return sources.get(sources.size() - 1);
    }

    /**
     * Returns the place of the cell that the others of the relation determine, if all of those are
     * known; negative if there is none.
     */
    int open(IntPredicate isKnown) {
      int open = isKnown.test(own) ? -1 : own;
      for (int place : places) {
        if (!isKnown.test(place)) {
          if (open >= 0) {
            return -1;
          }
          open = place;
        }
      }
      return open >= 0 && determines(open) ? open : -1;
    }

    boolean isKnown(List<Object> cells) {
      return !DerivedColumn.isMissing(cells.get(own)) && missing(cells) == 0;
    }

    /** Returns the number of sources whose cells are missing. */
    int missing(List<Object> cells) {
      int missing = 0;
      for (int place : places) {
        missing += DerivedColumn.isMissing(cells.get(place)) ? 1 : 0;
      }
      return missing;
    }

    /** Returns the cells of the sources. */
    List<Object> of(IntFunction<Object> cells) {
      List<Object> of = new ArrayList<>(places.size());
      for (int place : places) {
        of.add(cells.apply(place));
      }
      return of;
    }

    private boolean determines(int place) {
      Relation relation = derived.relation();
      if (place == own) {
        return !(relation instanceof Relation.Numbered);
      }
      return relation.isSolvable()
          || (relation.isInvertible() && places.size() == 1)
          || (relation instanceof Relation.Beyond bounds
              && (place == distance() || hasOneBound(bounds)));
    }

    /** Returns whether every row has a bound, which is of one column. */
    private boolean hasOneBound(Relation.Beyond rule) {
      return places.size() == 2 && rule.otherwise().isEmpty();
    }

    /** Returns the cell that the others of the relation determine. */
    Object determined(int place, List<Object> cells) {
      List<Object> of = of(cells::get);
      if (place == own) {
        return derived.value(sources, of);
      }
      if (place == distance() && isBeyond()) {
        double distance = measured(cells);
        return Double.isNaN(distance) ? last().missing() : last().typed((Double) distance);
      }
      return derived.sourceOf(sources, places.indexOf(place), of, cells.get(own));
    }

    /** Returns the distance of the cell of this column from its bounds; NaN if there is none. */
    double measured(List<Object> cells) {
      return derived.distance(of(cells::get).subList(0, places.size() - 1), cells.get(own));
    }

    boolean isRounded() {
      return derived.relation() instanceof Relation.Rounded;
    }

    /** Returns the numbers of a source that lead to the rounded number. */
    NumberCoding.Range within(int place, List<Object> cells) {
      List<Object> of = of(cells::get);
      return derived.within(sources, places.indexOf(place), of, cells.get(own));
    }

    /** Returns the width of the range of these numbers; of unlimited decimals, six digits count. */
    double width(int place, List<Object> cells) {
      return derived.width(sources, places.indexOf(place), of(cells::get), cells.get(own));
    }

    /** Returns whether this is a rounded number of a source, all others of which are known. */
    private boolean isRounded(int place, List<Object> cells) {
      return isRounded()
          && places.contains(place)
          && !DerivedColumn.isMissing(cells.get(own))
          && missing(cells) <= (DerivedColumn.isMissing(cells.get(place)) ? 1 : 0);
    }

    /**
     * Returns whether no other cell than one that the others determine agrees with them: several
     * numbers may lead to one rounded number.
     */
    boolean isUnique(int place, List<Object> cells) {
      if (place == own || !isRounded()) {
        return true;
      }
      int index = places.indexOf(place);
      TableColumn source = sources.get(index);
      double spacing = DerivedColumn.spacing(source);
      return derived.isDistinct(source, index)
          && DoubleStream.of(-spacing, spacing)
              .filter(apart -> apart != 0)
              .mapToObj(apart -> replaced(cells, place, moved(source, cells.get(place), apart)))
              .noneMatch(this::agrees);
    }

    static Object moved(TableColumn column, Object cell, double apart) {
      return DerivedColumn.cell(column, DerivedColumn.number(column, cell) + apart);
    }

    static List<Object> replaced(List<Object> cells, int place, Object cell) {
      List<Object> others = new ArrayList<>(cells);
      others.set(place, cell);
      return others;
    }

    boolean agrees(List<Object> cells) {
      return derived.agree(sources, of(cells::get), cells.get(own));
    }

    /** Returns whether all bounds are given. */
    boolean hasBounds(Map<String, String> texts) {
      return sources.subList(0, sources.size() - 1).stream()
          .allMatch(bound -> texts.containsKey(bound.name()));
    }

    /** Checks that a given value is given with its bounds. */
    void requireBounds(Map<String, String> texts) {
      if (texts.containsKey(derived.column().name()) && !hasBounds(texts)) {
        List<String> bounds =
            sources.subList(0, sources.size() - 1).stream().map(TableColumn::name).toList();
        throw new IllegalArgumentException(
            "column %s: a value can be given only together with its bounds: %s"
                .formatted(Excerpt.of(derived.column().name()), Excerpt.of(bounds)));
      }
    }
  }

  /** Returns the place of a column among all. */
  TableColumn column(int place) {
    return place < columns.size()
        ? columns.get(place)
        : links.get(place - columns.size()).derived.column();
  }

  /** Returns the length of the longest chain of relations that ends in a column. */
  int depth(int place) {
    return place < columns.size()
        ? 0
        : 1 + link(place).places.stream().mapToInt(this::depth).max().orElse(0);
  }

  /** Returns a cell, or the value of a derived column that follows from the others. */
  Object cell(int place, IntFunction<Object> cells) {
    Object cell = cells.apply(place);
    return place >= columns.size() && DerivedColumn.isMissing(cell)
        ? value(link(place), cells)
        : cell;
  }

  Object value(Link link, IntFunction<Object> cells) {
    return link.derived.value(link.sources, link.of(place -> cell(place, cells)));
  }

  /** Returns the numbers of a place with which known rounded numbers of it can agree. */
  NumberCoding.Range within(int place, List<Object> cells) {
    return links.stream()
        .filter(link -> link.isRounded(place, cells))
        .map(link -> link.within(place, cells))
        .reduce(NumberCoding.Range.ALL, NumberCoding.Range::and);
  }

  /** Returns whether all known rounded numbers of a place agree with its cell. */
  boolean areRounded(int place, List<Object> cells) {
    return links.stream()
        .filter(link -> link.isRounded(place, cells))
        .allMatch(link -> link.agrees(cells));
  }

  int size() {
    return columns.size() + links.size();
  }

  Link link(int place) {
    return links.get(place - columns.size());
  }

  /** Returns columns, and the derived ones whose sources are among them, and the constants. */
  static LinkedColumns of(List<DerivedColumn> derived, List<TableColumn> columns) {
    List<TableColumn> there = new ArrayList<>(columns);
    List<DerivedColumn> following = derived;
    while (!following.isEmpty()) {
      Set<String> names = there.stream().map(TableColumn::name).collect(Collectors.toSet());
      following =
          derived.stream()
              .filter(one -> !names.contains(one.column().name()))
              .filter(one -> names.containsAll(one.relation().sources()))
              .toList();
      following.forEach(one -> there.add(one.column()));
    }
    List<DerivedColumn> found =
        derived.stream().filter(one -> there.contains(one.column())).toList();
    List<TableColumn> all = new ArrayList<>(columns);
    found.forEach(one -> all.add(one.column()));
    List<String> names = all.stream().map(TableColumn::name).toList();
    List<Link> links = new ArrayList<>();
    for (DerivedColumn one : found) {
      List<Integer> places = one.relation().sources().stream().map(names::indexOf).toList();
      int own = columns.size() + links.size();
      links.add(new Link(one, places.stream().map(all::get).toList(), places, own));
    }
    return new LinkedColumns(columns, links, links.stream().filter(Link::isBeyond).toList());
  }
}
