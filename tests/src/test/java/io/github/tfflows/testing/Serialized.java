package io.github.tfflows.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Objects as Java writes them for another process. */
public final class Serialized {
  public static byte[] bytes(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** Returns the object that another process reads. */
  @SuppressWarnings("unchecked") // of the same class
  public static <V> V copy(V value) {
    try {
      return (V) new ObjectInputStream(new ByteArrayInputStream(bytes(value))).readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private Serialized() {}
}
