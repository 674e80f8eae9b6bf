package io.github.tfflows.tables.derived;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The linear equations that cells of a row obey which are not known: sums, differences from bounds
 * and equal columns. They are solved for derived columns, as far as possible.
 */
record Sums(LinkedColumns all, List<Sum> sums) {
  /** A difference of factors below this share of them is an error of rounding. */
  private static final double ROUNDING = 1e-9;

  /** The products of cells and factors, by place, add up to a constant. */
  record Sum(Map<Integer, Double> factors, double constant) {
    double factor(int place) {
      Double factor = factors.get(place);
      return factor == null ? 0 : factor;
    }

    /** Adds a multiple of another sum, in which the factor of a place is one. */
    private Sum without(int place, Sum other) {
      double by = factor(place);
      if (by == 0) {
        return this; // nearly all sums
      }
      Map<Integer, Double> rest = new TreeMap<>(factors);
      other.factors.forEach(
          (at, factor) -> {
            double both = factor(at) - by * factor;
            boolean isNone = Math.abs(both) <= ROUNDING * Math.abs(by * factor);
            rest.compute(at, (key, before) -> isNone ? null : Double.valueOf(both));
          });
      rest.remove(place);
      return new Sum(rest, constant - by * other.constant);
    }

    /** Returns the least step of its terms; one if a term has none. */
    double step(LinkedColumns all) {
      double least =
          factors.entrySet().stream()
              .mapToDouble(
                  factor ->
                      Math.abs(factor.getValue())
                          * DerivedColumn.spacing(all.column(factor.getKey())))
              .min()
              .orElseThrow();
      return least > 0 ? least : 1;
    }

    /** Returns the cell of a place with which the others obey the sum. */
    Object solved(LinkedColumns all, int place, List<Object> cells) {
      double rest = constant;
      for (Map.Entry<Integer, Double> factor : factors.entrySet()) {
        int at = factor.getKey();
        rest -=
            at == place
                ? 0
                : factor.getValue() * DerivedColumn.number(all.column(at), cells.get(at));
      }
      return DerivedColumn.cell(all.column(place), rest / factor(place));
    }

    private Sum dividedBy(double number) {
      Map<Integer, Double> divided = new TreeMap<>(factors);
      divided.replaceAll((place, factor) -> factor / number);
      return new Sum(divided, constant / number);
    }
  }

  /** Finds the equations of some cells, and solves them. */
  static Sums of(LinkedColumns all, List<Object> cells) {
    List<Sum> sums = new ArrayList<>();
    for (LinkedColumns.Link link : all.links()) {
      if (link.isKnown(cells)) {
        continue;
      }
      Map<Integer, Double> factors = factors(link);
      double constant = constant(link);
      for (Map.Entry<Integer, Double> factor : factors.entrySet()) {
        Object cell = cells.get(factor.getKey());
        double known =
            DerivedColumn.isMissing(cell)
                ? 0
                : DerivedColumn.number(all.column(factor.getKey()), cell);
        constant -= factor.getValue() * known;
      }
      factors.keySet().removeIf(place -> !DerivedColumn.isMissing(cells.get(place)));
      if (!factors.isEmpty()) {
        sums.add(new Sum(factors, constant));
      }
    }
    return new Sums(all, solved(sums));
  }

  /** The factors of a relation, in which its own column has minus one; none if it is no sum. */
  static Map<Integer, Double> factors(LinkedColumns.Link link) {
    Map<Integer, Double> factors = new TreeMap<>();
    Relation relation = link.derived().relation();
    if (relation instanceof Relation.Linear sum) {
      IntStream.range(0, sum.slopes().size())
          .forEach(i -> factors.merge(link.places().get(i), sum.slopes().get(i), Double::sum));
    } else if (relation instanceof Relation.Beyond beyond && link.bounds().size() <= 1) {
      link.bounds().forEach(bound -> factors.put(bound, 1.0));
      factors.put(link.distance(), (double) beyond.comparison().direction());
    } else if (relation instanceof Relation.Equal && !link.derived().column().isText()) {
      factors.put(link.distance(), 1.0);
    }
    if (!factors.isEmpty()) {
      factors.put(link.own(), -1.0);
    }
    return factors;
  }

  private static double constant(LinkedColumns.Link link) {
    Relation relation = link.derived().relation();
    if (relation instanceof Relation.Linear sum) {
      return -sum.intercept();
    }
    return relation instanceof Relation.Beyond beyond && link.bounds().isEmpty()
        ? -link.derived().constant(beyond)
        : 0;
  }

  private static List<Sum> solved(List<Sum> sums) {
    List<Sum> open = new ArrayList<>(sums);
    List<Sum> solved = new ArrayList<>();
    TreeSet<Integer> places = new TreeSet<>();
    sums.forEach(sum -> places.addAll(sum.factors.keySet()));
    for (int place : places.descendingSet()) { // those of derived columns first
      Comparator<Sum> bySize = Comparator.comparingDouble(sum -> Math.abs(sum.factor(place)));
      Optional<Sum> next = open.stream().filter(sum -> sum.factor(place) != 0).max(bySize);
      if (next.isPresent()) {
        open.remove(next.get());
        Sum one = next.get().dividedBy(next.get().factor(place));
        open.replaceAll(sum -> sum.without(place, one));
        solved.replaceAll(sum -> sum.without(place, one));
        solved.add(one);
      }
    }
    return solved;
  }

  /** Puts the values of cells that the sums determine; returns whether there are any. */
  boolean fill(List<Object> cells) {
    boolean areAny = false;
    for (Sum sum : sums) {
      if (sum.factors.size() == 1) {
        int place = sum.factors.keySet().iterator().next();
        cells.set(place, DerivedColumn.cell(all.column(place), sum.constant));
        areAny |= !DerivedColumn.isMissing(cells.get(place));
      }
    }
    return areAny;
  }

  /**
   * Returns a sum of several columns, which their draws must obey. They do not follow from others,
   * or only by being beyond the farthest of several bounds.
   */
  Optional<Sum> open() {
    return sums.stream()
        .filter(sum -> sum.factors.size() > 1)
        .filter(sum -> sum.factors.keySet().stream().allMatch(this::isDrawn))
        .findFirst();
  }

  private boolean isDrawn(int place) {
    int link = place - all.columns().size();
    return link < 0
        || (all.links().get(link).isBeyond() && factors(all.links().get(link)).isEmpty());
  }

  /**
   * Returns draws of the columns of a sum that obey it: all but the first one that can follow from
   * the others, or else all moved towards their bounds by one part of the way.
   */
  Map<Integer, Object> obeying(Sum sum, Map<Integer, Object> draws) {
    double excess = -sum.constant;
    for (Map.Entry<Integer, Object> draw : draws.entrySet()) {
      excess += sum.factor(draw.getKey()) * number(draw);
    }
    double most = 0;
    for (Map.Entry<Integer, Object> draw : draws.entrySet()) {
      double factor = sum.factor(draw.getKey());
      Object moved = moved(draw, excess / factor);
      TableColumn column = all.column(draw.getKey());
      if (column.suits(moved) && column.hasSignOfData(moved)) {
        Map<Integer, Object> others = new TreeMap<>(draws);
        others.put(draw.getKey(), moved);
        return others;
      }
      most += factor * room(draw, excess * factor);
    }
    double part = Math.min(1, excess / most);
    Map<Integer, Object> nearer = new TreeMap<>(draws);
    for (Map.Entry<Integer, Object> draw : nearer.entrySet()) {
      draw.setValue(moved(draw, part * room(draw, excess * sum.factor(draw.getKey()))));
    }
    nearer.remove(draws.keySet().iterator().next()); // which follows, rounded, from the others
    return nearer;
  }

  private double number(Map.Entry<Integer, Object> draw) {
    return DerivedColumn.number(all.column(draw.getKey()), draw.getValue());
  }

  private Object moved(Map.Entry<Integer, Object> draw, double less) {
    return DerivedColumn.cell(all.column(draw.getKey()), number(draw) - less);
  }

  /** Returns how far a draw is above its lower bound, or above the upper one of its kind. */
  private double room(Map.Entry<Integer, Object> draw, double side) {
    TableColumn column = all.column(draw.getKey());
    return number(draw) - (side > 0 ? column.low() : column.kind().high());
  }
}
