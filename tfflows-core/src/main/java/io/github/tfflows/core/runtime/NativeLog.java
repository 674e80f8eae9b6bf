package io.github.tfflows.core.runtime;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines that native code writes to the error stream of a program, held back: no environment
 * variable silences all of TensorFlow's. A shell keeps the last lines, and prints them only if the
 * process ends without a shutdown, as by an abort. Java's error stream stays immediate.
 */
public final class NativeLog implements AutoCloseable {
  /** The last line of a process that shuts down. */
  private static final String END = "tfflows: end";

  /** Ignores the signals that a terminal sends to all processes of a program. */
  private static final String KEEPER =
      """
      trap '' HUP INT QUIT TERM
      said=$(tail -n 100)
      case $said in '' | *'%s') ;; *) printf '%%s\\n' "$said" >&2 ;; esac"""
          .formatted(END);

  private final PrintStream before = System.err;
  private final Method copy;
  private final Object copier;
  private final FileOutputStream original = new FileOutputStream("/dev/null");
  private final OutputStream pipe;
  private boolean closed;

  private NativeLog() throws IOException, ReflectiveOperationException {
    Class<?> sockets = Class.forName("sun.nio.ch.DatagramDispatcher");
    Constructor<?> constructor = sockets.getDeclaredConstructor();
    constructor.setAccessible(true);
    copier = constructor.newInstance();
    copy = sockets.getDeclaredMethod("dup", FileDescriptor.class, FileDescriptor.class);
    copy.setAccessible(true);
    Field inner = FilterOutputStream.class.getDeclaredField("out");
    inner.setAccessible(true);
    copy.invoke(copier, FileDescriptor.err, original.getFD());
    pipe =
        new ProcessBuilder("/bin/sh", "-c", KEEPER)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .getOutputStream();
    System.setErr(new PrintStream(original, true, encoding()));
    copy.invoke(copier, ((FileOutputStream) inner.get(pipe)).getFD(), FileDescriptor.err);
  }

  /**
   * Holds the lines back until this is closed or the process ends. It changes file descriptor 2 of
   * the whole process, so it is for main programs, before they load TensorFlow. Returns nothing,
   * and changes nothing, where the JVM does not open {@code java.io} and {@code sun.nio.ch} or the
   * system has no POSIX shell.
   */
  public static Optional<NativeLog> hold() {
    try {
      NativeLog log = new NativeLog();
      Runtime.getRuntime().addShutdownHook(new Thread(log::close, "tfflows-native-log"));
      return Optional.of(log);
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The encoding of Java's error stream: a property of Java 18, and of a terminal before. */
  private static String encoding() {
    String usual = Charset.defaultCharset().name();
    return System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding", usual));
  }

  /** Discards the lines and lets native code write to the error stream again. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (pipe) {
      copy.invoke(copier, original.getFD(), FileDescriptor.err);
      System.setErr(before);
      pipe.write(("\n" + END + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException | ReflectiveOperationException e) {
      // The shell has ended: it prints nothing.
    }
  }
}
