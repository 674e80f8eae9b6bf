package io.github.tfflows.quality;

import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * A table of two names and four numbers, which are Gaussian given the names. Every conditional of
 * it has a closed form.
 */
final class KnownMixture {
  static final List<String> COLUMNS = List.of("a", "b", "w", "x", "y", "z");
  private static final int NUMBERS = 4;
  private static final double[] FIRST = {0.5, 0.3, 0.2};
  private static final double[] SECOND = {0.2, 0.5, 0.8};

  /**
   * A component: the rows of two names.
   *
   * @param share the probability of the names
   * @param factor a lower triangular matrix, of which the covariance is the square
   */
  private record Component(int a, int b, double share, RealVector mean, RealMatrix factor) {
    RealMatrix covariance() {
      return factor.multiplyTransposed(factor);
    }
  }

  /** A row. */
  record Row(int a, int b, RealVector numbers) {
    List<String> cells() {
      List<String> cells = new ArrayList<>(List.of("a" + a, "b" + b));
      Arrays.stream(numbers.toArray()).mapToObj(Double::toString).forEach(cells::add);
      return cells;
    }
  }

  private final List<Component> components = new ArrayList<>();

  KnownMixture() {
    Random random = new Random(11);
    for (int a = 0; a < FIRST.length; a++) {
      for (int b = 0; b < 2; b++) {
        double[] mean = new double[NUMBERS];
        double[][] factor = new double[NUMBERS][NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
          mean[i] = 1.5 * random.nextGaussian();
          for (int k = 0; k <= i; k++) {
            factor[i][k] = i == k ? 0.4 + 0.6 * random.nextDouble() : 0.6 * random.nextGaussian();
          }
        }
        components.add(
            new Component(
                a,
                b,
                FIRST[a] * (b == 1 ? SECOND[a] : 1 - SECOND[a]),
                new ArrayRealVector(mean),
                MatrixUtils.createRealMatrix(factor)));
      }
    }
  }

  List<Row> rows(int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double rest = random.nextDouble();
      int place = 0;
      while (place < components.size() - 1 && rest >= components.get(place).share) {
        rest -= components.get(place++).share;
      }
      Component component = components.get(place);
      double[] noise = new double[NUMBERS];
      for (int k = 0; k < NUMBERS; k++) {
        noise[k] = random.nextGaussian();
      }
      RealVector numbers = component.factor.operate(new ArrayRealVector(noise)).add(component.mean);
      rows.add(new Row(component.a, component.b, numbers));
    }
    return rows;
  }

  static TableSource source(List<Row> rows) {
    return TableSources.of("mixture", COLUMNS, rows.stream().map(Row::cells).toList());
  }

  /** The log-probability of the cells of some columns of a row. */
  double logProb(Row row, Set<Integer> columns) {
    return Math.log(components.stream().mapToDouble(each -> probability(each, row, columns)).sum());
  }

  /** The probability of a component together with the cells of some columns. */
  private static double probability(Component component, Row row, Set<Integer> columns) {
    boolean suits =
        (!columns.contains(0) || component.a == row.a)
            && (!columns.contains(1) || component.b == row.b);
    int[] numbers = numbers(columns);
    if (!suits || numbers.length == 0) {
      return suits ? component.share : 0;
    }
    RealVector difference = part(row, numbers).subtract(part(component.mean, numbers));
    CholeskyDecomposition cholesky = cholesky(component, numbers);
    double square = difference.dotProduct(cholesky.getSolver().solve(difference));
    double scale = Math.pow(2 * Math.PI, numbers.length) * cholesky.getDeterminant();
    return component.share * Math.exp(-0.5 * square) / Math.sqrt(scale);
  }

  private static CholeskyDecomposition cholesky(Component component, int... numbers) {
    return new CholeskyDecomposition(component.covariance().getSubMatrix(numbers, numbers));
  }

  /** The mean of a number given the cells of some columns, of which it is none. */
  double mean(int column, Row row, Set<Integer> columns) {
    int[] numbers = numbers(columns);
    double mean = 0;
    double total = 0;
    for (Component component : components) {
      double share = probability(component, row, columns);
      double center = component.mean.getEntry(column - 2);
      if (numbers.length > 0) {
        RealVector difference = part(row, numbers).subtract(part(component.mean, numbers));
        RealVector solved = cholesky(component, numbers).getSolver().solve(difference);
        center += part(component.covariance().getRowVector(column - 2), numbers).dotProduct(solved);
      }
      mean += share * center;
      total += share;
    }
    return mean / total;
  }

  /** The places of columns among the numbers. */
  private static int[] numbers(Set<Integer> columns) {
    return columns.stream()
        .filter(column -> column >= 2)
        .sorted()
        .mapToInt(column -> column - 2)
        .toArray();
  }

  private static RealVector part(Row row, int... numbers) {
    return part(row.numbers, numbers);
  }

  private static RealVector part(RealVector vector, int... numbers) {
    return new ArrayRealVector(Arrays.stream(numbers).mapToDouble(vector::getEntry).toArray());
  }
}
