package io.github.tfflows.cli.file.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of text, zipped with gzip or not: in UTF-8, or in the encoding of its byte order mark.
 * Bytes that the encoding does not allow fail instead of becoming other characters.
 */
public record TextFile(Path file) {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_MARK = 3;

  /** Opens the text after its byte order mark. */
  Reader open(SeekableByteChannel bytes) throws IOException {
    try {
      return decoded(Channels.newInputStream(bytes));
    } catch (IOException e) {
      bytes.close();
      throw unreadable(e);
    }
  }

  /** Returns the text of bytes, zipped or not, after its byte order mark. */
  static Reader decoded(InputStream bytes) throws IOException {
    BufferedInputStream text = new BufferedInputStream(unzipped(bytes), BUFFER);
    text.mark(LONGEST_MARK);
    byte[] mark = text.readNBytes(LONGEST_MARK);
    boolean isWide = begins(mark, 0xff, 0xfe) || begins(mark, 0xfe, 0xff);
    if (!begins(mark, 0xef, 0xbb, 0xbf)) {
      text.reset();
    }
    Charset encoding = isWide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    return new InputStreamReader(text, encoding.newDecoder()); // UTF-16 reads its mark
  }

  private static InputStream unzipped(InputStream bytes) throws IOException {
    BufferedInputStream in = new BufferedInputStream(bytes, BUFFER);
    in.mark(2);
    boolean isZipped = begins(in.readNBytes(2), 0x1f, 0x8b);
    in.reset();
    return isZipped ? new GZIPInputStream(in, BUFFER) : in;
  }

  /** Checks the sum of a zipped file to its end, before any work. */
  public void requireIntact() throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream in = unzipped(bytes)) {
      if (in instanceof GZIPInputStream) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private IOException unreadable(IOException e) {
    String reason = e.getMessage() == null ? "it ends early" : e.getMessage(); // of EOFException
    return new IOException("%s cannot be read: %s".formatted(file, reason), e);
  }

  private static boolean begins(byte[] bytes, int... mark) {
    boolean equal = bytes.length >= mark.length;
    for (int i = 0; equal && i < mark.length; i++) {
      equal = (bytes[i] & 0xff) == mark[i];
    }
    return equal;
  }
}
