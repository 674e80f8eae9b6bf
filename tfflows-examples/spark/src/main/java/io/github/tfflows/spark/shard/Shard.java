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
 * The rows of a partition as numbers, in a file of the executor. Spark keeps the shard, so that
 * training runs where the rows are. If Spark moves the shard, its rows are sent along.
 */
public final class Shard implements Externalizable {
  private static final long serialVersionUID = 1;

  /** The most numbers that are read, and whose rows are shuffled, at once. */
  private static final int PIECE = 1 << 22;

  private int index;
  private long file;
  private long count;
  private long heldOut;
  private int eventSize;
  private int contextSize;
  private int weightSize;
  private int groupSize;
  private double weight;

  /** For deserialization. */
  public Shard() {}

  /**
   * Stores rows.
   *
   * @param index the number of the partition
   * @param heldOut the number of held-out rows, at the beginning of the rows that were read
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
        shard.weightSize = chunk.weights().size();
        shard.groupSize = chunk.groups().size();
        for (int i = 0; i < chunk.count(); i++) {
          shard.weight += shard.count + i < heldOut.getAsLong() ? 0 : chunk.weight(i);
        }
        shard.count += chunk.count();
        Rows entries = chunk.x().beside(chunk.context());
        file.append(entries.beside(chunk.weights()).beside(chunk.groups()).values());
      }
    } catch (IOException | RuntimeException e) {
      shard.delete();
      throw e;
    }
    shard.heldOut = heldOut.getAsLong();
    return shard;
  }

  int index() {
    return index;
  }

  /** Returns the number of rows to learn from. */
  public long count() {
    return count - heldOut;
  }

  /** Returns the sum of the weights of the rows to learn from. */
  double weight() {
    return weight;
  }

  Data heldOut() {
    return slice(0, Math.toIntExact(heldOut));
  }

  /** Returns some of the rows to learn from. */
  Data sample(int most) {
    return slice(heldOut, (int) Math.min(most, count()));
  }

  private Data slice(long from, int rows) {
    float[] all = new float[Math.multiplyExact(rows, width())];
    try {
      ShardFile.of(file).read(from * width(), all);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the rows of partition " + index, e);
    }
    Rows joined = new Rows(all, Shape.of(width()), rows);
    return new Data(
        joined.columns(0, eventSize),
        joined.columns(eventSize, contextSize),
        joined.columns(eventSize + contextSize, weightSize),
        joined.columns(eventSize + contextSize + weightSize, groupSize));
  }

  private int width() {
    return eventSize + contextSize + weightSize + groupSize;
  }

  /** Reads the rows to learn from once, in pieces whose order depends on the number of the pass. */
  Stream<Data> pass(int epoch) {
    int piece = Math.max(1, PIECE / width());
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
    out.writeInt(weightSize);
    out.writeInt(groupSize);
    out.writeDouble(weight);
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
    weightSize = in.readInt();
    groupSize = in.readInt();
    weight = in.readDouble();
    ShardFile.receive(file, count * width(), in);
  }
}
