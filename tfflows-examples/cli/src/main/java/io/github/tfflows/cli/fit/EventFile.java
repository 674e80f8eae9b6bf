package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.file.OutputFolder;
import io.github.tfflows.core.training.recipe.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * The curves of a training as TensorBoard reads them: a TFRecord file of {@link Event} messages,
 * each behind its length and followed by its checksum.
 */
public final class EventFile implements Closeable {
  /** Added to a rotated checksum, so that a record can contain records (TensorFlow's TFRecord). */
  private static final int MASK = 0xa282ead8;

  private final Path file;
  private final OutputStream out;

  /** The steps before the current training, and those until the last point. */
  private int before;

  private int taken;

  private EventFile(Path file) throws IOException {
    this.file = file;
    this.out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Begins a file in a folder, which may hold files of other trainings, even of the same second.
   *
   * @throws IOException if it cannot be written, with its name; neither it nor a new folder is left
   *     then
   */
  public static EventFile in(Path folder) throws IOException {
    String name =
        String.format(
            Locale.ROOT, "events.out.tfevents.%010d.tfflows.%s", (long) now(), UUID.randomUUID());
    List<Path> made = OutputFolder.create(folder);
    EventFile begun = new EventFile(folder.resolve(name));
    try {
      begun.write(Event.newBuilder().setWallTime(now()).setFileVersion("brain.Event:2"));
      return begun;
    } catch (IOException e) {
      begun.close();
      Files.deleteIfExists(begun.file);
      OutputFolder.deleteEmpty(made);
      throw new IOException("%s cannot be written: %s".formatted(begun, e.getMessage()), e);
    }
  }

  /** Adds a point. The steps of a further training, which begin again, count on. */
  void add(Progress progress) throws IOException {
    before = before + progress.step() > taken ? before : taken;
    taken = before + progress.step();
    Summary.Builder curves = Summary.newBuilder();
    point(curves, "loss/training", progress.loss());
    progress.heldOutLoss().ifPresent(loss -> point(curves, "loss/held_out", loss));
    point(curves, "learning_rate", progress.learningRate());
    point(curves, "steps_per_second", progress.step() / progress.seconds());
    write(Event.newBuilder().setWallTime(now()).setStep(taken).setSummary(curves));
  }

  private static void point(Summary.Builder curves, String tag, double value) {
    curves.addValueBuilder().setTag(tag).setSimpleValue((float) value);
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  private void write(Event.Builder event) throws IOException {
    byte[] data = event.build().toByteArray();
    ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(checksum(record.array(), Long.BYTES)).put(data);
    record.putInt(checksum(data, data.length));
    out.write(record.array());
    out.flush();
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
