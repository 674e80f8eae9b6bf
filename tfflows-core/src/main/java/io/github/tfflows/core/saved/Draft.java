package io.github.tfflows.core.saved;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A hidden directory in which one export prepares its files. Exports that share it take turns: in
 * one process by claiming its name, across processes by locking a file in it. Its name depends only
 * on the target, so that an export finds and deletes the remains of a killed export.
 */
public final class Draft implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final long WAIT_MILLIS = 5;

  /** A byte beyond all content, because on some systems a locked region cannot be read. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /** The drafts of this process. File locks belong to the process, not to a thread. */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel lock;
  private final Path content;

  private Draft(Path directory, FileChannel lock, Path content) {
    this.directory = directory;
    this.lock = lock;
    this.content = content;
  }

  /**
   * Opens the draft, after waiting for other exports that use it.
   *
   * @param directory its place, in an existing directory
   * @throws InterruptedIOException if the thread is interrupted while it waits
   */
  public static Draft open(Path directory) throws IOException {
    claim(directory);
    try {
      @Nullable FileChannel lock = locked(directory);
      while (lock == null) {
        lock = locked(directory);
      }
      return prepared(directory, lock);
    } catch (IOException | RuntimeException | Error e) {
      CLAIMED.remove(directory);
      throw e;
    }
  }

  private static Draft prepared(Path directory, FileChannel lock) throws IOException {
    try {
      clear(directory);
      // A unique name: without locks, one export might otherwise move the files of another.
      Path content = Files.createDirectory(directory.resolve(UUID.randomUUID().toString()));
      return new Draft(directory, lock, content);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** Deletes the remains of a killed export, unless another export is at work there. */
  public static void discardAbandoned(Path directory) throws IOException {
    if (Files.exists(directory) && CLAIMED.add(directory)) {
      try (FileChannel lock = FileChannel.open(lockFile(directory), StandardOpenOption.WRITE)) {
        if (isLocked(lock)) {
          discard(directory);
        }
      } catch (NoSuchFileException e) {
        Files.deleteIfExists(directory); // killed before it created the file, or already deleted
      } finally {
        CLAIMED.remove(directory);
      }
    }
  }

  private static Path lockFile(Path directory) {
    return directory.resolve(LOCK);
  }

  private static void claim(Path directory) throws IOException {
    while (!CLAIMED.add(directory)) {
      pause(directory);
    }
  }

  private static void pause(Path directory) throws IOException {
    try {
      Thread.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "interrupted while waiting for another export of the same model in " + directory);
    }
  }

  /** Locks the directory; null if it was deleted by its last owner in the meantime. */
  private static @Nullable FileChannel locked(Path directory) throws IOException {
    Path file = lockFile(directory);
    try {
      createDirectoryIfMissing(directory);
      createIfMissing(file);
      Optional<Object> key = key(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      return isMine(channel, directory, key) ? channel : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Reads its attributes once, since its owner may delete it between two calls. */
  private static void createDirectoryIfMissing(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (NoSuchFileException e) {
      throw new FileSystemException( // another type: its owner did not delete this directory
          directory.toString(), null, "cannot be created in " + directory.getParent());
    } catch (FileAlreadyExistsException e) {
      if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
        throw e;
      }
    }
  }

  private static void createIfMissing(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Left by a killed export, or in use by another one.
    }
  }

  /** Locks a channel; closes it if its file was deleted by its last owner in the meantime. */
  private static boolean isMine(FileChannel channel, Path directory, Optional<Object> key)
      throws IOException {
    boolean isMine = false;
    try {
      while (!isLocked(channel)) {
        pause(directory);
      }
      isMine = key(lockFile(directory)).equals(key);
    } finally {
      if (!isMine) {
        channel.close();
      }
    }
    return isMine;
  }

  /**
   * Identifies the file of this name without opening it: POSIX releases a lock when the process
   * closes any channel of the file.
   */
  private static Optional<Object> key(Path file) throws IOException {
    return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (IOException e) {
      return true; // a file system without locks
    }
    return lock != null;
  }

  private static void clear(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!entry.endsWith(LOCK)) {
          DurableFiles.delete(entry);
        }
      }
    }
  }

  /** Deletes the directory of a held lock, unless the next export has begun there. */
  private static void discard(Path directory) throws IOException {
    clear(directory);
    Files.deleteIfExists(lockFile(directory));
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // The next export has created its own lock file in it.
    }
  }

  public Path content() {
    return content;
  }

  /** Deletes the remains and lets the next export begin. */
  @Override
  public void close() throws IOException {
    try (lock) {
      discard(directory);
    } finally {
      CLAIMED.remove(directory);
    }
  }
}
