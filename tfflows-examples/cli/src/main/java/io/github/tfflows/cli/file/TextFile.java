package io.github.tfflows.cli.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of text, zipped with gzip or not: in UTF-8, or in the encoding of its byte order mark.
 * Bytes that the encoding does not allow fail instead of becoming other characters.
 */
final class TextFile {
  private static final int ZIPPED = 0x1f8b;
  private static final int LONGEST_MARK = 3;

  static Reader open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      int magic = in.read() << 8 | in.read();
      in.reset();
      return decoded(magic == ZIPPED ? new GZIPInputStream(in, 1 << 16) : in);
    } catch (IOException e) {
      in.close();
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Reader decoded(InputStream in) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
    bytes.mark(LONGEST_MARK);
    byte[] mark = bytes.readNBytes(LONGEST_MARK);
    bytes.reset();
    Charset charset = StandardCharsets.UTF_8;
    if (begins(mark, 0xef, 0xbb, 0xbf)) {
      bytes.skipNBytes(LONGEST_MARK);
    } else if (begins(mark, 0xff, 0xfe) || begins(mark, 0xfe, 0xff)) {
      charset = StandardCharsets.UTF_16; // which reads the mark
    }
    return new InputStreamReader(bytes, charset.newDecoder());
  }

  private static boolean begins(byte[] bytes, int... mark) {
    boolean equal = bytes.length >= mark.length;
    for (int i = 0; equal && i < mark.length; i++) {
      equal = (bytes[i] & 0xff) == mark[i];
    }
    return equal;
  }

  private TextFile() {}
}
