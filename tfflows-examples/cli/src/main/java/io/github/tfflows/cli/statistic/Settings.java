package io.github.tfflows.cli.statistic;

/**
 * The extent of an evaluation.
 *
 * @param seed the seed of draws, splits and baselines; equal seeds give equal results
 * @param draws the largest number of draws; a conditional model draws one for each context
 */
public record Settings(long seed, int draws) {}
