package io.github.tfflows.cli.evaluate;

/**
 * How much an evaluation looks at.
 *
 * @param seed where draws, permutations, splits and baselines come from; equal seeds give equal
 *     results
 * @param draws how many rows are drawn from the model at the most; from a conditional one, one for
 *     each context
 * @param compared how many rows and draws the energy test compares at the most; its time and memory
 *     grow with the square
 * @param permutations how often the energy test has rows and draws change sides
 */
public record Settings(long seed, int draws, int compared, int permutations) {
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
          "expected at least %d %s, got %d".formatted(least, what, given));
    }
  }

  /**
   * Returns 10,000 draws, of which 1,000 are compared with 999 permutations, and a seed.
   *
   * @param seed where random numbers come from
   * @return the settings
   */
  public static Settings seeded(long seed) {
    return new Settings(seed, 10_000, 1_000, 999);
  }
}
