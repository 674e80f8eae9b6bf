package io.github.tfflows.tables.flow;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Training rows with random contexts, from which a density learns all its conditionals. In each
 * pass, a row is modelled whole with probability one quarter. Otherwise a random part of it is
 * given: two thirds on average, since most questions are about few cells given the others. With
 * probability one half, a random part of the rest is absent. Some of the remaining cells that could
 * be missing are known to be present or missing: none, one or all of them, with equal
 * probabilities. No choice depends on the values of a row; otherwise conditional probabilities of
 * missing values would be wrong.
 *
 * @param layout the layout of the columns
 * @param rows events, without a context
 * @param seed equal seeds give equal states
 */
public record RandomStates(RowLayout layout, DataSource rows, long seed) implements DataSource {
  private static final double JOINT = 0.25;
  private static final double WITH_ABSENT = 0.5;

  @Override
  public Stream<Data> pass(int epoch) {
    AtomicLong piece = new AtomicLong();
    return rows.pass(epoch)
        .sequential()
        .map(data -> with(data, new SplittableRandom(mixed(epoch, piece.getAndIncrement()))));
  }

  private long mixed(long epoch, long piece) {
    long mixed = new SplittableRandom(seed).nextLong();
    mixed = new SplittableRandom(mixed + epoch).nextLong();
    return new SplittableRandom(mixed + piece).nextLong();
  }

  private Data with(Data data, RandomGenerator random) {
    Rows x = data.x();
    State[][] states = new State[x.count()][];
    for (int row = 0; row < states.length; row++) {
      boolean isJoint = random.nextDouble() < JOINT;
      states[row] = states(isJoint, random);
      double known = isJoint ? 0 : random.nextDouble();
      for (int column : layout.optional()) {
        if (states[row][column] == State.MODELLED && random.nextDouble() < known) {
          boolean isMissing = layout.isMissing(x, row, column);
          states[row][column] = isMissing ? State.GIVEN_MISSING : State.PRESENT;
        }
      }
    }
    Rows context = layout.context(x, (row, column) -> states[row][column]);
    return new Data(x, context, data.weights());
  }

  /** Returns the states of a row; at least one cell is modelled. */
  private State[] states(boolean isJoint, RandomGenerator random) {
    State[] states = new State[layout.columns()];
    double given = isJoint ? 0 : Math.sqrt(random.nextDouble());
    double absent = isJoint || random.nextDouble() >= WITH_ABSENT ? 0 : random.nextDouble();
    for (int column = 0; column < states.length; column++) {
      State other = random.nextDouble() < absent ? State.ABSENT : State.MODELLED;
      states[column] = random.nextDouble() < given ? State.GIVEN : other;
    }
    states[random.nextInt(states.length)] = State.MODELLED;
    return states;
  }
}
