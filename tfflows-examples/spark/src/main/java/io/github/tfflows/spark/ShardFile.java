package io.github.tfflows.spark;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers in a file without a name, which vanishes with the process however that ends. The files of
 * a JVM are found by their numbers.
 *
 * @param channel the file
 */
record ShardFile(FileChannel channel) {
  private static final int BUFFER = 1 << 20;
  private static final Map<Long, ShardFile> FILES = new ConcurrentHashMap<>();

  /** Creates an empty file. */
  static ShardFile create(long number) throws IOException {
    ShardFile file = open();
    FILES.put(number, file);
    return file;
  }

  private static ShardFile open() throws IOException {
    Path path = Files.createTempFile("tfflows-shard-", ".f32");
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    path.toFile().delete(); // not every system can, while it is open
    return new ShardFile(channel);
  }

  static ShardFile of(long number) {
    ShardFile file = FILES.get(number);
    if (file == null) {
      throw new IllegalStateException("the rows of the partition are deleted already");
    }
    return file;
  }

  static void delete(long number) {
    ShardFile file = FILES.remove(number);
    if (file != null) {
      try {
        file.channel.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  void append(float[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
    bytes.asFloatBuffer().put(numbers);
    channel.position(channel.size());
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
  }

  /** Fills an array, from the place of a number on. */
  void read(long from, float[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from * Float.BYTES + bytes.position()) < 0) {
        throw new EOFException("the file ends early");
      }
    }
    bytes.flip().asFloatBuffer().get(numbers);
  }

  void copyTo(ObjectOutput out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (long at = 0; at < channel.size(); at += buffer.position()) {
      buffer.clear();
      int read = channel.read(buffer, at);
      out.write(buffer.array(), 0, read);
    }
  }

  /** Stores numbers that another process sends, unless they are here already. */
  static void receive(long number, long count, ObjectInput in) throws IOException {
    ShardFile file = open();
    byte[] buffer = new byte[BUFFER];
    for (long left = count * Float.BYTES; left > 0; ) {
      int some = (int) Math.min(left, BUFFER);
      in.readFully(buffer, 0, some);
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, some);
      while (bytes.hasRemaining()) {
        int unused = file.channel.write(bytes);
      }
      left -= some;
    }
    if (FILES.putIfAbsent(number, file) != null) {
      file.channel.close();
    }
  }
}
