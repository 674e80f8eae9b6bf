package io.github.tfflows.spark.shard;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/**
 * The rows of a partition in a file of the executor, as numbers. Spark keeps the shard, and with it
 * the place where training runs; when it is sent elsewhere, its rows travel along.
 */
public final class Shard implements Externalizable {
  private static final long serialVersionUID = 1;

  /** Numbers that are read, and whose rows are shuffled, at once. */
  private static final int PIECE = 1 << 22;

  private int index;
  private long file;
  private long count;
  private long heldOut;
  private int eventSize;
  private int contextSize;

  /** For deserialization. */
  public Shard() {}

  /**
   * Stores rows.
   *
   * @param index the number of the partition
   * @param chunks the rows
   * @param heldOut the number of rows at the begin that are held out, once all are read
   */
  static Shard of(int index, Iterator<Data> chunks, LongSupplier heldOut) throws IOException {
    Shard shard = new Shard();
    shard.index = index;
    shard.file = ThreadLocalRandom.current().nextLong();
    ShardFile file = ShardFile.create(shard.file);
    try {
      while (chunks.hasNext()) {
        Data chunk = chunks.next();
        shard.eventSize = chunk.x().size();
        shard.contextSize = chunk.context().size();
        shard.count += chunk.count();
        file.append(interleaved(chunk));
      }
    } catch (IOException | RuntimeException e) {
      shard.delete();
      throw e;
    }
    shard.heldOut = heldOut.getAsLong();
    return shard;
  }

  /** Each event and then its context. */
  private static float[] interleaved(Data data) {
    int event = data.x().size();
    int context = data.context().size();
    float[] all = new float[Math.multiplyExact(data.count(), event + context)];
    for (int i = 0; i < data.count(); i++) {
      int at = i * (event + context);
      System.arraycopy(data.x().values(), i * event, all, at, event);
      System.arraycopy(data.context().values(), i * context, all, at + event, context);
    }
    return all;
  }

  int index() {
    return index;
  }

  /** Returns the number of rows to learn from. */
  public long count() {
    return count - heldOut;
  }

  /** Returns the rows that are held out. */
  Data heldOut() {
    return slice(0, Math.toIntExact(heldOut));
  }

  /** Returns some of the rows to learn from. */
  Data sample(int most) {
    return slice(heldOut, (int) Math.min(most, count()));
  }

  private Data slice(long from, int rows) {
    int width = eventSize + contextSize;
    float[] all = new float[Math.multiplyExact(rows, width)];
    try {
      ShardFile.of(file).read(from * width, all);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the rows of partition " + index, e);
    }
    float[] x = new float[rows * eventSize];
    float[] context = new float[rows * contextSize];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(all, i * width, x, i * eventSize, eventSize);
      System.arraycopy(all, i * width + eventSize, context, i * contextSize, contextSize);
    }
    return new Data(
        new Rows(x, Shape.of(eventSize), rows), new Rows(context, Shape.of(contextSize), rows));
  }

  /** Reads the rows to learn from once, in pieces whose order depends on the number of the pass. */
  Stream<Data> pass(int epoch) {
    int piece = Math.max(1, PIECE / (eventSize + contextSize));
    int pieces = Math.toIntExact((count() + piece - 1) / piece);
    int[] order = IntStream.range(0, pieces).toArray();
    Random random = new Random(epoch);
    for (int i = pieces - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return IntStream.of(order)
        .mapToObj(
            place -> {
              long from = heldOut + (long) place * piece;
              return slice(from, (int) Math.min(piece, count - from));
            });
  }

  /** Frees the file. */
  public void delete() {
    ShardFile.delete(file);
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(index);
    out.writeLong(file);
    out.writeLong(count);
    out.writeLong(heldOut);
    out.writeInt(eventSize);
    out.writeInt(contextSize);
    ShardFile.of(file).copyTo(out);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    index = in.readInt();
    file = in.readLong();
    count = in.readLong();
    heldOut = in.readLong();
    eventSize = in.readInt();
    contextSize = in.readInt();
    ShardFile.receive(file, count * (eventSize + contextSize), in);
  }
}
