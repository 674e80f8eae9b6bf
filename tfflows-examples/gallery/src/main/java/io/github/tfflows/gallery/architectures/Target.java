package io.github.tfflows.gallery.architectures;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.gallery.shuttle.NormalRows;
import io.github.tfflows.gallery.toy.ToyData;
import io.github.tfflows.gallery.toy.ToyRows;
import java.io.IOException;
import java.util.Locale;

/** A distribution to learn. */
enum Target {
  /** Two interlocking half circles. */
  MOONS,

  /** The dark squares of a board of four by four. */
  CHECKERBOARD,

  /** The normal rows of the Shuttle data, all of them. */
  SHUTTLE;

  /** Draws or reads training rows and held-out rows, in standardized columns. */
  NormalRows rows(int count, long seed) throws IOException {
    return switch (this) {
      case MOONS -> plane(ToyData.MOONS.standardized(count, seed));
      case CHECKERBOARD -> plane(ToyData.CHECKERBOARD.standardized(count, seed));
      case SHUTTLE -> NormalRows.read();
    };
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static NormalRows plane(ToyRows rows) {
    return new NormalRows(Rows.of(rows.training()), Rows.of(rows.unseen()));
  }
}
