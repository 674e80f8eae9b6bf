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
}
