package io.github.tfflows.core.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The models of single entries. The model of an entry is compiled after as much work as compiling
 * takes. If there are too many, the one that was unused for the longest time is closed; the next
 * model of its entry then needs twice the work before. All methods may be called from many threads.
 *
 * @param <M> the models
 */
final class EntryModels<M> {
  private final IntFunction<Optional<M>> compile;
  private final Consumer<M> close;
  private final long workOfCompiling;
  private final long most;

  /** The entries, from the one that was unused for the longest time on. */
  private final Map<Integer, Entry<M>> entries = new LinkedHashMap<>(16, 0.75f, true);

  private boolean isClosed;

  /** An entry, guarded by the lock of all entries. */
  private static final class Entry<M> {
    private @Nullable M model;
    private long workBefore;
    private long workNeeded;
    private int users;
    private boolean isCompiling;

    Entry(long workNeeded) {
      this.workNeeded = workNeeded;
    }

    /** Adds work, and returns whether the model is to be compiled now. */
    boolean isDueAfter(long work) {
      workBefore += isOpen() ? 0 : work;
      boolean isDue = workBefore >= workNeeded && !isCompiling;
      isCompiling |= isDue;
      return isDue;
    }

    boolean isOpen() {
      return model != null;
    }

    void close(Consumer<M> how) {
      how.accept(Objects.requireNonNull(model));
      model = null;
    }
  }

  /**
   * Creates the models of no entry.
   *
   * @param compile compiles the model of an entry; empty if it has none
   * @param close closes a model
   * @param workOfCompiling in the unit of {@link #use}
   * @param most the most models that stay open when they are not in use
   */
  EntryModels(
      IntFunction<Optional<M>> compile, Consumer<M> close, long workOfCompiling, long most) {
    this.compile = compile;
    this.close = close;
    this.workOfCompiling = workOfCompiling;
    this.most = most;
  }

  /**
   * Applies a function to the model of an entry.
   *
   * @param work the work of the function without such a model
   * @return its result; empty if the entry has no model, or none yet
   */
  <T> Optional<T> use(int place, long work, Function<? super M, T> function) {
    if (isDue(place, work)) {
      compile(place);
    }
    Optional<M> model = taken(place);
    try {
      return model.map(function);
    } finally {
      model.ifPresent(unused -> release(place));
    }
  }

  /** Adds work, and returns whether the caller has to compile the model. */
  private synchronized boolean isDue(int place, long work) {
    Entry<M> entry = entries.computeIfAbsent(place, unused -> new Entry<>(workOfCompiling));
    return !isClosed && entry.isDueAfter(work);
  }

  private void compile(int place) {
    Optional<M> compiled = Optional.empty();
    try {
      compiled = compile.apply(place);
    } finally {
      put(place, compiled.orElse(null));
    }
  }

  private synchronized void put(int place, @Nullable M model) {
    Entry<M> entry = entry(place);
    entry.model = model;
    entry.workBefore = 0;
    entry.workNeeded = model == null ? Long.MAX_VALUE : 2 * entry.workNeeded;
    entry.isCompiling = false;
    if (isClosed) {
      closeAll();
    }
  }

  private Entry<M> entry(int place) {
    return Objects.requireNonNull(entries.get(place));
  }

  private synchronized Optional<M> taken(int place) {
    Entry<M> entry = entry(place);
    entry.users += entry.model == null ? 0 : 1;
    return Optional.ofNullable(entry.model);
  }

  private synchronized void release(int place) {
    entry(place).users--;
    closeUnused();
  }

  /** Closes models above the largest number, unless they are in use. */
  private void closeUnused() {
    long open = entries.values().stream().filter(Entry::isOpen).count();
    entries.values().stream()
        .filter(entry -> entry.isOpen() && entry.users == 0)
        .limit(Math.max(0, open - most))
        .forEach(entry -> entry.close(close));
  }

  /** Closes all models, and compiles no more. */
  synchronized void close() {
    isClosed = true;
    closeAll();
  }

  private void closeAll() {
    entries.values().stream().filter(Entry::isOpen).forEach(entry -> entry.close(close));
  }
}
