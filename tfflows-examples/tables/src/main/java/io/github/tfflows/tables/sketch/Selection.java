package io.github.tfflows.tables.sketch;

import java.util.SplittableRandom;

/**
 * The selection of a number by its rank (Hoare, 1961, "Algorithm 65: Find"). Its time is
 * proportional to the count of the numbers, and a sort takes several times as long.
 */
public final class Selection {
  /**
   * Returns the number that {@link java.util.Arrays#sort(double[])} would put at a place. It
   * changes the order of the numbers.
   */
  public static double at(int place, double... numbers) {
    SplittableRandom random = new SplittableRandom(1); // since no order of numbers is slow then
    int low = 0;
    int high = numbers.length - 1;
    while (low < high) {
      double pivot = numbers[random.nextInt(low, high + 1)];
      int i = low;
      int j = high;
      while (i <= j) {
        while (Double.compare(numbers[i], pivot) < 0) {
          i++;
        }
        while (Double.compare(numbers[j], pivot) > 0) {
          j--;
        }
        if (i <= j) {
          double number = numbers[i];
          numbers[i++] = numbers[j];
          numbers[j--] = number;
        }
      }
      low = place > j ? i : low;
      high = place < i ? j : high;
    }
    return numbers[place];
  }

  private Selection() {}
}
