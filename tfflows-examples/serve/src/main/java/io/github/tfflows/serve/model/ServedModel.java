package io.github.tfflows.serve.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A served model: its current version, and a newer version that could not be opened, if any. */
public final class ServedModel {
  /** A version that could not be opened, and when it was tried, by {@link System#nanoTime}. */
  public record Failure(ModelFile file, String problem, long at) {
    /** Whether it is too early to try the file again. */
    boolean isRecent() {
      return System.nanoTime() - at < RETRY.toNanos();
    }
  }

  /** The time until a version that could not be opened is tried again. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final String name;
  private volatile @Nullable ModelVersion current;
  private volatile @Nullable Failure failure;

  ServedModel(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Returns the newest version if it could not be opened. */
  public Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns the file of the current version, if there is one. */
  public Optional<ModelFile> file() {
    return Optional.ofNullable(current).map(ModelVersion::file);
  }

  /** Begins a use of the current version, to be released; empty where there is none. */
  public Optional<ModelVersion> use() {
    while (true) {
      ModelVersion version = current;
      if (version == null) {
        return Optional.empty();
      }
      if (version.retain()) {
        return Optional.of(version);
      }
    }
  }

  /** Returns whether a file is the current version, or failed a short time ago. */
  boolean isSettled(ModelFile file) {
    Failure failed = failure;
    boolean hasFailed = failed != null && failed.file.equals(file) && failed.isRecent();
    return hasFailed || file().filter(file::equals).isPresent();
  }

  void replace(ModelVersion version) {
    failure = null;
    swap(version);
  }

  void fail(Failure failed) {
    failure = failed;
  }

  void retire() {
    swap(null);
  }

  private synchronized void swap(@Nullable ModelVersion version) {
    ModelVersion old = current;
    current = version;
    if (old != null) {
      old.release();
    }
  }
}
