package io.github.tfflows.core.training.checkpoint;

import io.github.tfflows.core.training.recipe.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checkpoints of one training in a folder, which is locked while the training runs. */
public final class CheckpointFolder implements AutoCloseable {
  private static final String LOGGER = "io.github.tfflows.core.training.Training";

  private static final System.Logger LOG = System.getLogger(LOGGER);
  private static final Pattern NAME = Pattern.compile("step-(\\d{1,9})\\.checkpoint");
  private static final String DRAFT = ".draft";
  private static final String LOCK = ".lock";

  /** The characters of a long line before a difference and after it, in messages. */
  private static final int AROUND = 40;

  private final Path directory;
  private final int keep;
  private final String training;
  private final FileChannel lock;

  private CheckpointFolder(Checkpoints choice, String training, FileChannel lock) {
    this.directory = choice.directory();
    this.keep = choice.keep();
    this.training = training;
    this.lock = lock;
  }

  /**
   * Opens the folder, and creates it if it is missing.
   *
   * @param training the text that identifies the training
   * @throws UncheckedIOException if it is not writable
   * @throws IllegalStateException if another training uses it
   */
  public static CheckpointFolder open(Checkpoints choice, String training) {
    Path directory = choice.directory();
    try {
      if (!Files.isDirectory(directory)) { // Java 17 refuses a link to one
        Files.createDirectories(directory);
      }
      FileChannel lock =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(lock) == null) {
        lock.close();
        throw new IllegalStateException(
            "another training writes its checkpoints to %s; expected a folder for each"
                .formatted(directory));
      }
      return new CheckpointFolder(choice, training, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("no checkpoints can be written to " + directory, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) { // by this process
      return null;
    }
  }

  /**
   * Writes a checkpoint and deletes the oldest ones. A failure is logged and keeps the earlier
   * ones; training continues.
   */
  public void save(int step, Snapshot state) {
    Path draft = directory.resolve(DRAFT);
    try {
      new Checkpoint(training, state).write(draft);
      Path file = directory.resolve("step-%s.checkpoint".formatted(step));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      for (Path old : files().stream().skip(keep).toList()) {
        Files.delete(old);
      }
    } catch (IOException e) {
      draft.toFile().delete(); // if that fails, the next one overwrites it
      LOG.log(
          System.Logger.Level.WARNING,
          "the checkpoint of step %s could not be written to %s, training continues: %s"
              .formatted(step, directory, e));
    }
  }

  /**
   * Reads the newest intact checkpoint; empty if the folder has no checkpoints.
   *
   * @throws IllegalArgumentException if it belongs to another training
   * @throws UncheckedIOException if none of several can be read
   */
  public Optional<Snapshot> newest() {
    try {
      List<Path> damaged = new ArrayList<>();
      for (Path file : files()) {
        try {
          Checkpoint found = Checkpoint.read(file);
          requireSame(file, found.training());
          for (Path passed : damaged) { // which must not count among those that are kept
            Path aside = passed.resolveSibling(passed.getFileName() + ".damaged");
            Files.move(passed, aside, StandardCopyOption.REPLACE_EXISTING);
          }
          return Optional.of(found.state());
        } catch (IOException e) {
          LOG.log(System.Logger.Level.WARNING, "passing over a checkpoint: " + e);
          damaged.add(file);
        }
      }
      if (damaged.isEmpty()) {
        return Optional.empty();
      }
      throw new IOException("damaged: " + damaged);
    } catch (IOException e) {
      throw new UncheckedIOException("no checkpoint of %s can be read".formatted(directory), e);
    }
  }

  private void requireSame(Path file, String found) {
    List<String> theirs = found.lines().toList();
    List<String> ours = training.lines().toList();
    List<String> has = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      String other = i < theirs.size() ? theirs.get(i) : "nothing";
      int place = Arrays.mismatch(ours.get(i).toCharArray(), other.toCharArray());
      if (place >= 0) {
        has.add(around(place, other));
        expected.add(around(place, ours.get(i)));
      }
    }
    if (!has.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is a checkpoint of another training, with %s; this one has %s"
              .formatted(file, String.join(", ", has), String.join(", ", expected)));
    }
  }

  /**
   * Returns the beginning of a long line, and the part around its first difference from another
   * line.
   */
  private static String around(int place, String line) {
    int from = place - AROUND;
    int to = Math.min(line.length(), place + AROUND);
    return (from <= AROUND
            ? line.substring(0, to)
            : line.substring(0, AROUND) + " … " + line.substring(from, to))
        + (to < line.length() ? " …" : "");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> step(file) >= 0)
          .sorted(Comparator.comparingInt(CheckpointFolder::step).reversed())
          .toList();
    }
  }

  private static int step(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : -1;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the lock of %s stays".formatted(directory), e);
    }
  }
}
