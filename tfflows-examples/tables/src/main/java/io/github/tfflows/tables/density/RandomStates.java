package io.github.tfflows.tables.density;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/**
 * Rows with contexts by which a density learns every conditional at once. In each pass, a row is
 * modelled whole with probability one half. Otherwise a random part of it is given and, again with
 * probability one half, a random part of the rest is absent.
 *
 * @param density the density of the rows
 * @param rows events, without a context
 * @param seed equal seeds give equal states
 */
public record RandomStates(TableDensity density, DataSource rows, long seed) implements DataSource {
  private static final double JOINT = 0.5;
  private static final double WITH_ABSENT = 0.5;

  @Override
  public Stream<Data> pass(int epoch) {
    AtomicLong piece = new AtomicLong();
    return rows.pass(epoch)
        .sequential()
        .map(data -> with(data.x(), new SplittableRandom(mixed(epoch, piece.getAndIncrement()))));
  }

  private long mixed(long epoch, long piece) {
    long mixed = new SplittableRandom(seed).nextLong();
    mixed = new SplittableRandom(mixed + epoch).nextLong();
    return new SplittableRandom(mixed + piece).nextLong();
  }

  private Data with(Rows x, RandomGenerator random) {
    int columns = density.cells().size();
    float[] context = new float[Math.multiplyExact(x.count(), 2 * columns)];
    for (int row = 0; row < x.count(); row++) {
      State[] states = states(random);
      for (int column = 0; column < columns; column++) {
        boolean isMissing = isMissing(x, row, column);
        boolean isGiven = states[column] == State.GIVEN;
        int at = 2 * columns * row + column;
        context[at] = (isGiven && isMissing ? State.GIVEN_MISSING : states[column]).code();
        if (isGiven && !isMissing) {
          context[at + columns] = x.values()[row * x.size() + density.value(column)];
        }
      }
    }
    return new Data(x, new Rows(context, Shape.of(2L * columns), x.count()));
  }

  private boolean isMissing(Rows x, int row, int column) {
    return density.bit(column).map(bit -> x.values()[row * x.size() + bit] == 0).orElse(false);
  }

  /** The states of a row, of which at least one is modelled. */
  private State[] states(RandomGenerator random) {
    State[] states = new State[density.cells().size()];
    boolean isJoint = random.nextDouble() < JOINT;
    double given = isJoint ? 0 : random.nextDouble();
    double absent = isJoint || random.nextDouble() >= WITH_ABSENT ? 0 : random.nextDouble();
    for (int column = 0; column < states.length; column++) {
      State other = random.nextDouble() < absent ? State.ABSENT : State.MODELLED;
      states[column] = random.nextDouble() < given ? State.GIVEN : other;
    }
    states[random.nextInt(states.length)] = State.MODELLED;
    return states;
  }
}
