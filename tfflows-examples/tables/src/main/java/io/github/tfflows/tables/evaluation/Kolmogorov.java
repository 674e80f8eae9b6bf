package io.github.tfflows.tables.evaluation;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The statistic of Kolmogorov and Smirnov, the largest difference of two distribution functions,
 * and its distribution if both are equal.
 */
public final class Kolmogorov {
  /** Up to this sample size the exact distribution is computed. */
  private static final int MOST_EXACT = 140;

  private static final int MOST_TERMS = 100_000;
  private static final double PRECISION = 1e-10;
  private static final double PI2 = Math.PI * Math.PI;

  private Kolmogorov() {}

  /** Returns the distance of numbers in [0, 1] from uniform ones. */
  static double distance(double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    double most = 0;
    for (int i = 0; i < sorted.length; i++) {
      most = Math.max(most, Math.max(sorted[i] - i / n, (i + 1) / n - sorted[i]));
    }
    return most;
  }

  /** Returns the probability of a distance at least as large, if numbers are uniform. */
  static double pValue(double distance, int n) {
    double scaled = n * distance;
    if (scaled <= 0.5) {
      return 1;
    }
    if (distance >= 1) {
      return 0;
    }
    if (scaled <= 1) {
      double probability = 1;
      for (int i = 1; i <= n; i++) {
        probability *= i * (2 * distance - 1.0 / n);
      }
      return 1 - probability;
    }
    if (1 - 1.0 / n <= distance) {
      return 2 * Math.pow(1 - distance, n);
    }
    return 1 - (n <= MOST_EXACT ? exact(distance, n) : asymptotic(distance, n));
  }

  /** Returns the distance of two samples. */
  public static double distance(double[] x, double[] y) {
    double[] first = x.clone();
    double[] second = y.clone();
    Arrays.sort(first);
    Arrays.sort(second);
    long n = first.length;
    long m = second.length;
    int i = 0;
    int j = 0;
    long most = 0;
    while (i < first.length && j < second.length) {
      double value = Math.min(first[i], second[j]);
      while (i < first.length && first[i] == value) {
        i++;
      }
      while (j < second.length && second[j] == value) {
        j++;
      }
      most = Math.max(most, Math.abs(i * m - j * n));
    }
    return most / (double) (n * m);
  }

  /** Returns the limit of the p-value for two large samples. */
  static double pValue(double distance, int n, int m) {
    double t2 = distance * distance * n * m / ((double) n + m);
    double sum = 0;
    double term = 1;
    for (int i = 1; t2 > 0 && term > 1e-20 && i < MOST_TERMS; i++) {
      term = Math.exp(-2 * t2 * i * i);
      sum += i % 2 == 0 ? -term : term;
    }
    return t2 > 0 ? 2 * sum : 1;
  }

  /** The distribution function (Marsaglia, Tsang and Wang, 2003, doi:10.18637/jss.v008.i18). */
  private static double exact(double distance, int n) {
    int k = (int) Math.ceil(n * distance);
    double[][] power = power(matrix(2 * k - 1, k - n * distance), n);
    double probability = power[k - 1][k - 1];
    for (int i = 1; i <= n; i++) {
      probability *= i / (double) n;
    }
    return probability;
  }

  private static double[][] matrix(int m, double h) {
    double[][] matrix = new double[m][m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j <= Math.min(m - 1, i + 1); j++) {
        matrix[i][j] = 1;
      }
    }
    double power = h;
    for (int i = 0; i < m; i++) {
      matrix[i][0] -= power;
      matrix[m - 1][m - 1 - i] -= power;
      power *= h;
    }
    matrix[m - 1][0] += h > 0.5 ? Math.pow(2 * h - 1, m) : 0;
    for (int i = 0; i < m; i++) {
      double factorial = 1;
      for (int j = i; j >= 0; j--) {
        factorial *= i - j + 1;
        matrix[i][j] /= factorial;
      }
    }
    return matrix;
  }

  private static double[][] power(double[][] matrix, int exponent) {
    if (exponent == 1) {
      return matrix;
    }
    double[][] half = power(matrix, exponent / 2);
    double[][] square = product(half, half);
    return exponent % 2 == 0 ? square : product(square, matrix);
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < a.length; k++) {
        for (int j = 0; j < a.length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  /**
   * The expansion of the distribution function in powers of {@code 1/√n} (Pelz and Good, 1976;
   * equations 6 to 10 of Simard and L'Ecuyer, 2011, doi:10.18637/jss.v039.i11).
   */
  private static double asymptotic(double distance, int n) {
    double root = Math.sqrt(n);
    double z = distance * root;
    double z2 = z * z;
    double z4 = z2 * z2;
    double z6 = z4 * z2;
    double k0 = sum(0, k -> decay(k + 0.5, z2));
    double k1 = sum(0, k -> (PI2 * squared(k) - z2) * decay(k + 0.5, z2));
    double k2 = sum(0, k -> second(squared(k), z2) * decay(k + 0.5, z2));
    double k2Whole = sum(1, k -> PI2 * k * k * decay(k, z2));
    double k3 = sum(0, k -> third(squared(k), z2) * decay(k + 0.5, z2));
    double k3Whole = sum(1, k -> PI2 * k * k * (3 * z2 - PI2 * k * k) * decay(k, z2));
    return Math.sqrt(2 * Math.PI) / z * k0
        + Math.sqrt(Math.PI / 2)
            * (k1 / (3 * z4 * root)
                + (k2 / (36 * z6 * z) - k2Whole / (18 * z2 * z)) / n
                + (k3 / (3240 * z6 * z4) + k3Whole / (108 * z6)) / (n * root));
  }

  private static double squared(int k) {
    return (k + 0.5) * (k + 0.5);
  }

  private static double decay(double k, double z2) {
    return Math.exp(-PI2 * k * k / (2 * z2));
  }

  private static double second(double k2, double z2) {
    double u = PI2 * k2;
    return 6 * z2 * z2 * z2 + 2 * z2 * z2 + u * z2 * (2 * z2 - 5) + u * u * (1 - 2 * z2);
  }

  private static double third(double k2, double z2) {
    double u = PI2 * k2;
    return u * u * u * (5 - 30 * z2)
        + u * u * z2 * (212 * z2 - 60)
        + u * z2 * z2 * (135 - 96 * z2)
        - 30 * z2 * z2 * z2
        - 90 * z2 * z2 * z2 * z2;
  }

  private static double sum(int from, IntToDoubleFunction term) {
    double sum = 0;
    for (int k = from; k < MOST_TERMS; k++) {
      double next = term.applyAsDouble(k);
      sum += next;
      if (Math.abs(next) <= PRECISION * Math.abs(sum)) {
        break;
      }
    }
    return sum;
  }
}
