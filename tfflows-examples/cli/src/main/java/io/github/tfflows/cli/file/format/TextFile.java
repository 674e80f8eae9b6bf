package io.github.tfflows.cli.file.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of text: in UTF-8, or in the encoding of its byte order mark. Bytes that the encoding does
 * not allow fail instead of becoming other characters.
 *
 * @param file the file
 * @param isZipped whether it is zipped with gzip
 * @param encoding the encoding of the unzipped bytes
 */
public record TextFile(Path file, boolean isZipped, Charset encoding) {
  private static final int ZIPPED = 0x1f8b;
  private static final int LONGEST_MARK = 3;

  /** Determines the form of a file by its first bytes. */
  public static TextFile of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      boolean isZipped = (in.read() << 8 | in.read()) == ZIPPED;
      TextFile bytes = new TextFile(file, isZipped, StandardCharsets.UTF_8);
      try (InputStream unzipped = bytes.unzipped()) {
        byte[] mark = unzipped.readNBytes(LONGEST_MARK);
        boolean isWide = begins(mark, 0xff, 0xfe) || begins(mark, 0xfe, 0xff);
        return isWide ? new TextFile(file, isZipped, StandardCharsets.UTF_16) : bytes;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static IOException unreadable(Path file, IOException e) {
    return new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
  }

  private InputStream unzipped() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      return isZipped ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Opens the text after its byte order mark. */
  Reader open() throws IOException {
    try {
      BufferedInputStream bytes = new BufferedInputStream(unzipped(), 1 << 16);
      if (encoding.equals(StandardCharsets.UTF_8)) {
        bytes.mark(LONGEST_MARK);
        if (!begins(bytes.readNBytes(LONGEST_MARK), 0xef, 0xbb, 0xbf)) {
          bytes.reset();
        }
      }
      return new InputStreamReader(bytes, encoding.newDecoder()); // UTF-16 reads its mark
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Checks the sum of a zipped file to its end, before any work. */
  public void requireIntact() throws IOException {
    if (isZipped) {
      try (InputStream in = unzipped()) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
  }

  private static boolean begins(byte[] bytes, int... mark) {
    boolean equal = bytes.length >= mark.length;
    for (int i = 0; equal && i < mark.length; i++) {
      equal = (bytes[i] & 0xff) == mark[i];
    }
    return equal;
  }
}
