package io.github.tfflows.core;

import java.util.Optional;

/** The half of a {@link GraphScope} that is about absent entries of events. */
public sealed interface Presence permits GraphScope {
  /**
   * Returns one for each present entry of an event and zero for each absent one, {@code [n,
   * event...]}; empty where all are present.
   */
  Optional<Expr> presence();

  /**
   * Returns this place for events with absent entries. The density there is that of the present
   * entries alone; see {@link Bijector#forwardPresence} for the maps that can do so.
   *
   * @param mask one for each present entry and zero for each absent one, {@code [n, event...]}
   */
  GraphScope withPresence(Expr mask);

  /**
   * Refuses absent entries, for a distribution whose entries depend on each other.
   *
   * @throws IllegalArgumentException if entries may be absent
   */
  default void requireAllPresent(Distribution distribution) {
    if (presence().isPresent()) {
      throw new IllegalArgumentException(
          "the entries of %s depend on each other, so that none of them may be absent"
              .formatted(distribution));
    }
  }

  /** Returns this place for some of the entries along the last axis of an event. */
  default GraphScope part(int from, int size) {
    return presence()
        .map(mask -> withPresence(mask.slice(-1, from, size)))
        .orElse((GraphScope) this);
  }

  /** Returns {@code x} with zeros in place of absent entries, as networks read it. */
  default Expr presentOnly(Expr x) {
    return presence().map(mask -> mask.greater(0).select(x, x.zeros())).orElse(x);
  }

  /**
   * Sums a number of each entry over the present entries of each event: the result is {@code [n]}.
   */
  default Expr sumPresent(Expr perEntry) {
    return presentOnly(perEntry).sumEvent();
  }

  /**
   * Returns a map of each entry by itself that leaves absent entries as they are.
   *
   * @param x the entries before the map
   * @param mapped values and log-slopes of each entry, shaped like {@code x}
   */
  default Mapped leavingAbsent(Expr x, Mapped mapped) {
    return presence()
        .map(mask -> mask.greater(0).select(mapped.value(), x))
        .map(value -> new Mapped(value, presentOnly(mapped.logDet())))
        .orElse(mapped);
  }

  /**
   * Turns a map of each entry by itself into a map of events: absent entries stay as they are, and
   * the log-slopes of the present ones add up to the log-determinant.
   *
   * @param x the entries before the map
   * @param mapped values and log-slopes of each entry, shaped like {@code x}
   */
  default Mapped entrywise(Expr x, Mapped mapped) {
    Mapped present = leavingAbsent(x, mapped);
    return new Mapped(present.value(), present.logDet().sumEvent());
  }
}
