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
  MOONS {
    @Override
    NormalRows rows(int count, long seed) {
      return plane(ToyData.MOONS.standardized(count, seed));
    }
  },

  /** The dark squares of a board of four by four. */
  CHECKERBOARD {
    @Override
    NormalRows rows(int count, long seed) {
      return plane(ToyData.CHECKERBOARD.standardized(count, seed));
    }
  },

  /** The normal rows of the Shuttle data, all of them. */
  SHUTTLE {
    @Override
    NormalRows rows(int count, long seed) throws IOException {
      return NormalRows.read();
    }
  };

  /** Draws or reads training rows and held-out rows, in standardized columns. */
  abstract NormalRows rows(int count, long seed) throws IOException;

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static NormalRows plane(ToyRows rows) {
    return new NormalRows(Rows.of(rows.training()), Rows.of(rows.unseen()));
  }
}
