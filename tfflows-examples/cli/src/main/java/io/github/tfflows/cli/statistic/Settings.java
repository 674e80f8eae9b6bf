package io.github.tfflows.cli.statistic;

/**
 * The extent of an evaluation.
 *
 * @param seed the seed of draws, permutations, splits and baselines; equal seeds give equal results
 * @param draws the largest number of draws; a conditional model draws one for each context
 * @param compared the largest number of rows and draws in the energy test, whose time and memory
 *     grow with the square
 * @param permutations the number of permutations of the energy test
 */
public record Settings(long seed, int draws, int compared, int permutations) {
  /** The usual number of compared rows. */
  public static final int COMPARED = 1_000;

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is too small to compare anything
   */
  public Settings {
    require("draws", 4, draws);
    require("compared rows", 2, compared);
    require("permutations", 1, permutations);
  }

  private static void require(String what, int least, int given) {
    if (given < least) {
      throw new IllegalArgumentException(
          "expected at least %s %s, got %s".formatted(least, what, given));
    }
  }
}
