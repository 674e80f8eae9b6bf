package io.github.tfflows.spark.shard;

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkFiles;

/**
 * Numbers in an unnamed file, which is deleted with the process, even a killed one. The files of a
 * JVM are numbered. Spark ends a task by an interrupt, which does not close the files.
 */
final class ShardFile {
  private static final int BUFFER = 1 << 20;
  private static final Map<Long, ShardFile> FILES = new ConcurrentHashMap<>();

  private final RandomAccessFile file;

  private ShardFile(RandomAccessFile file) {
    this.file = file;
  }

  static ShardFile create(long number) throws IOException {
    ShardFile created = open();
    FILES.put(number, created);
    return created;
  }

  /**
   * Opens a file and deletes its name at once. Where that fails, Spark deletes its folder later.
   */
  private static ShardFile open() throws IOException {
    Path path = Files.createTempFile(Path.of(SparkFiles.getRootDirectory()), "shard-", ".f32");
    ShardFile opened = new ShardFile(new RandomAccessFile(path.toFile(), "rw"));
    boolean unused = path.toFile().delete();
    return opened;
  }

  static ShardFile of(long number) {
    ShardFile found = FILES.get(number);
    if (found == null) {
      throw new IllegalStateException("the rows of the partition are deleted already");
    }
    return found;
  }

  static void delete(long number) {
    ShardFile found = FILES.remove(number);
    if (found != null) {
      found.close();
    }
  }

  private synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void append(float[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
    bytes.asFloatBuffer().put(numbers);
    file.seek(file.length());
    file.write(bytes.array());
  }

  /** Fills an array, from the place of a number on. */
  synchronized void read(long from, float[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
    file.seek(from * Float.BYTES);
    file.readFully(bytes.array());
    bytes.asFloatBuffer().get(numbers);
  }

  synchronized void copyTo(ObjectOutput out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    file.seek(0);
    for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }

  /** Stores numbers that another process sends, unless they are here already. */
  static void receive(long number, long count, ObjectInput in) throws IOException {
    ShardFile received = open();
    byte[] buffer = new byte[BUFFER];
    for (long left = count * Float.BYTES; left > 0; ) {
      int some = (int) Math.min(left, BUFFER);
      in.readFully(buffer, 0, some);
      received.file.write(buffer, 0, some);
      left -= some;
    }
    if (FILES.putIfAbsent(number, received) != null) {
      received.close();
    }
  }
}
