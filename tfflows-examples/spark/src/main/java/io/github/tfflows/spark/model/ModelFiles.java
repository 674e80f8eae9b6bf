package io.github.tfflows.spark.model;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of a SavedModel, which travel to executors.
 *
 * @param byPath their contents by their paths in the model's directory
 */
public record ModelFiles(Map<String, byte[]> byPath) implements Serializable {
  private static final String MODEL = "saved_model.pb";

  /** The folder of Spark's own files beside them. */
  public static final String METADATA = "metadata";

  public ModelFiles {
    byPath = new TreeMap<>(byPath);
    if (!byPath.containsKey(MODEL)) {
      throw new IllegalArgumentException(
          "expected the files of a SavedModel, among them %s, got %s"
              .formatted(MODEL, byPath.keySet()));
    }
  }

  /** Reads a directory of this machine. */
  public static ModelFiles of(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String path = directory.relativize(file).toString().replace('\\', '/');
        files.put(path, Files.readAllBytes(file));
      }
    }
    return new ModelFiles(files);
  }

  /** Reads a directory of any file system of Hadoop. */
  public static ModelFiles read(String directory, Configuration configuration) throws IOException {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(directory);
    FileSystem system = root.getFileSystem(configuration);
    FileStatus status = system.getFileStatus(root);
    Map<String, byte[]> files = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all = system.listFiles(root, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      String path = status.getPath().toUri().relativize(file.getPath().toUri()).getPath();
      if (!path.startsWith(METADATA + "/")) {
        byte[] bytes = new byte[Math.toIntExact(file.getLen())];
        try (FSDataInputStream in = system.open(file.getPath())) {
          in.readFully(bytes);
        }
        files.put(path, bytes);
      }
    }
    return new ModelFiles(files);
  }

  /**
   * Writes into a directory of any file system of Hadoop. The graph is written last, since a
   * directory without it is not a model.
   */
  public void write(String directory, Configuration configuration) throws IOException {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(directory);
    FileSystem system = root.getFileSystem(configuration);
    for (Map.Entry<String, byte[]> file : byPath.entrySet()) {
      if (!file.getKey().equals(MODEL)) {
        write(system, new org.apache.hadoop.fs.Path(root, file.getKey()), file.getValue());
      }
    }
    write(system, new org.apache.hadoop.fs.Path(root, MODEL), bytes(MODEL));
  }

  private static void write(FileSystem system, org.apache.hadoop.fs.Path file, byte[] bytes)
      throws IOException {
    try (FSDataOutputStream out = system.create(file, false)) {
      out.write(bytes);
    }
  }

  private byte[] bytes(String path) {
    return byPath.getOrDefault(path, new byte[0]);
  }

  /** Writes the files into a directory of this machine. */
  void unpack(Path directory) {
    byPath.forEach(
        (path, bytes) -> {
          Path file = directory.resolve(path);
          try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
          }
        });
  }

  /** Returns a text that differs from model to model. */
  public String digest() {
    CRC32C checksum = new CRC32C();
    byPath.forEach(
        (path, bytes) -> {
          checksum.update(path.getBytes(StandardCharsets.UTF_8));
          checksum.update(bytes);
        });
    long size = byPath.values().stream().mapToLong(bytes -> bytes.length).sum();
    return String.format(Locale.ROOT, "%d bytes with the checksum %08x", size, checksum.getValue());
  }
}
