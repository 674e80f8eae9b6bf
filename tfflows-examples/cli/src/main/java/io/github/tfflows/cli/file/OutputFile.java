package io.github.tfflows.cli.file;

import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.tables.text.Excerpt;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.UUID;

/**
 * A file that appears complete or not at all. It is written to a draft beside its place, {@code
 * NAME.ID.part}, which {@link #commit} forces to disk and moves. If this is closed without a
 * commit, or a signal ends the process, the draft is deleted, and so are the directories that were
 * made for it. A killed process leaves them behind.
 */
public final class OutputFile implements Closeable {
  /**
   * The most characters of the file's name in the name of the draft, since file systems limit the
   * length of names.
   */
  private static final int SHARED = 40;

  private final Path target;
  private final List<Path> folders;
  private final Path draft;
  private final ExportOptions.Existing existing;
  private final Thread cleaner = new Thread(this::discard, "tfflows-output");
  private boolean isOver;

  /** Prepares a file; the new directories above it begin with the innermost. */
  private OutputFile(Path target, List<Path> folders, Path draft, ExportOptions.Existing existing) {
    this.target = target;
    this.folders = List.copyOf(folders);
    this.draft = draft;
    this.existing = existing;
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /**
   * Creates the draft, and the directories above it.
   *
   * @param file the place of the file; the file itself where it is a link
   * @param existing whether to replace an existing file
   * @param inputs the files that are read meanwhile
   * @return the file, to be written, committed and closed
   * @throws IOException if it cannot be written, exists and must not be replaced, or is an input
   */
  public static OutputFile open(Path file, ExportOptions.Existing existing, Inputs inputs)
      throws IOException {
    inputs.requireApart(file);
    requireFree(file, existing);
    Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = target.getParent();
    Path name = target.getFileName();
    if (folder == null || name == null) {
      throw new FileSystemException(file.toString(), null, "expected the name of a file");
    }
    List<Path> made = OutputFolder.create(folder);
    String shared = Excerpt.begin(name.toString(), SHARED);
    Path draft = folder.resolve("%s.%s.part".formatted(shared, UUID.randomUUID()));
    OutputFile opened = new OutputFile(target, made, draft, existing);
    try {
      opened.create();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Creates the draft. The hook for signals is in place before, so that no signal can come in
   * between.
   */
  private synchronized void create() throws IOException {
    if (isOver) {
      throw new InterruptedIOException("the process is ending");
    }
    OutputFolder.createFile(draft, target);
  }

  private static void requireFree(Path file, ExportOptions.Existing existing) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(), null, "is a directory; expected the name of a file in it or elsewhere");
    }
    if (existing == ExportOptions.Existing.KEEP) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "there is a file already; --force replaces it");
    }
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(
          file.toString(), null, "is a device, a pipe or a broken link; expected a plain file");
    }
  }

  /** Returns the path to write to, an empty file until then. */
  public Path draft() {
    return draft;
  }

  /** Returns the last part of the path that the file will have. */
  String name() {
    return String.valueOf(target.getFileName());
  }

  /**
   * Writes the whole file in UTF-8 and commits it. If that fails, the content goes to a temporary
   * file.
   *
   * @throws IOException if it cannot be written; says where the content is
   */
  public void write(String text) throws IOException {
    try {
      Files.writeString(draft, text);
      commit();
    } catch (IOException e) {
      throw spared(text, e);
    }
  }

  private IOException spared(String text, IOException failure) {
    try {
      Path spare = temporary(text);
      String reason =
          failure instanceof FileSystemException file && file.getReason() != null
              ? file.getReason()
              : failure.getMessage();
      return new IOException(
          "%s cannot be written: %s; its content is in %s".formatted(target, reason, spare),
          failure);
    } catch (IOException e) {
      return named(failure);
    }
  }

  /** Writes a text to a new temporary file; a failure leaves nothing behind. */
  private Path temporary(String text) throws IOException {
    Path spare = Files.createTempFile("tfflows-", "-" + Excerpt.begin(name(), SHARED));
    try {
      return Files.writeString(spare, text);
    } catch (IOException e) {
      Files.delete(spare);
      throw e;
    }
  }

  /** Returns a failure with the name of the file, which the failure of a full disk lacks. */
  IOException named(IOException failure) {
    return failure instanceof FileSystemException
        ? failure
        : new IOException(
            "%s cannot be written: %s".formatted(target, failure.getMessage()), failure);
  }

  /**
   * Forces the draft to disk and moves it to its place.
   *
   * @throws IOException if it cannot be moved, or a file that must not be replaced has appeared
   *     there
   */
  public synchronized void commit() throws IOException {
    if (isOver) {
      throw new InterruptedIOException(target + " is not written: the command was interrupted");
    }
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    if (existing == ExportOptions.Existing.KEEP) {
      moveWithoutReplacing();
    } else {
      keepPermissions();
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }
    isOver = true;
    forceFolder();
  }

  /** Makes a new link, which fails if a file has appeared meanwhile; a move would replace it. */
  private void moveWithoutReplacing() throws IOException {
    try {
      Files.createLink(target, draft);
      Files.delete(draft);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) { // no links there
      Files.move(draft, target);
    }
  }

  /** Keeps the permissions of a replaced file, so that a private file stays private. */
  private void keepPermissions() throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    if (posix != null && Files.exists(target)) {
      posix.setPermissions(Files.getPosixFilePermissions(target));
    }
  }

  /** Forces the new name to disk, on systems that can open directories. */
  @SuppressWarnings("EmptyCatch") // the file itself is safe already
  private void forceFolder() {
    try (FileChannel folder =
        FileChannel.open(target.resolveSibling(""), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // as said
    }
  }

  private synchronized void discard() {
    if (!isOver) {
      isOver = true;
      try {
        Files.deleteIfExists(draft);
        OutputFolder.deleteEmpty(folders);
      } catch (IOException e) {
        draft.toFile().deleteOnExit();
      }
    }
  }

  /** Deletes the draft unless it was committed. */
  @Override
  @SuppressWarnings("EmptyCatch") // the shutdown runs the hook
  public void close() {
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // the process is ending already
    }
  }
}
