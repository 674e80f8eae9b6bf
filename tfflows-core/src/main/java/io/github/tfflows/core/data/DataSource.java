package io.github.tfflows.core.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Training data that are read in pieces, once for each pass; they may be larger than memory. */
@FunctionalInterface
public interface DataSource {
  /**
   * Reads all data once.
   *
   * @param epoch the number of earlier passes
   * @return the rows in pieces of any size, in any order; the reader closes the stream
   */
  Stream<Data> pass(int epoch);

  /** Returns a source of data in memory, in one piece. */
  static DataSource of(Data data) {
    return epoch -> Stream.of(data);
  }

  /**
   * Returns this source with uniform noise added to the events, fresh in every pass, so that
   * integers have a density (uniform dequantization: Theis, van den Oord and Bethge, 2016,
   * arXiv:1511.01844, section 3.1).
   *
   * @param width the width w of each column's noise, uniform on ±w/2: the spacing of the values, or
   *     zero for none
   * @param seed equal seeds give equal noise
   */
  default DataSource dequantized(float[] width, long seed) {
    float[] widths = width.clone();
    return epoch -> {
      AtomicLong piece = new AtomicLong();
      return pass(epoch)
          .sequential()
          .map(data -> data.dequantized(widths, Seeds.mixed(seed, epoch, piece.getAndIncrement())));
    };
  }
}
