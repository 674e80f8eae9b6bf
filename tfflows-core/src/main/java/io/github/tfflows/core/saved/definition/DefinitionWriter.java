package io.github.tfflows.core.saved.definition;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Writes a definition in the form that {@link DefinitionReader} reads back: records by the names of
 * their classes and components, {@code a.b.Scale(size=2)}; lists and shapes in brackets; numbers,
 * enum constants and quoted texts.
 */
public final class DefinitionWriter {
  /**
   * Returns the text of a value; empty if it contains null or an object of another kind, such as a
   * lambda.
   */
  public static Optional<String> write(Object value) {
    try {
      return Optional.of(text(value));
    } catch (UnsupportedOperationException | ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  private static String text(@Nullable Object value) throws ReflectiveOperationException {
    if (value instanceof Record record) {
      return record(record);
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    if (value instanceof Optional<?> optional) {
      return list(optional.stream().toList());
    }
    if (value instanceof Shape shape) {
      return list(LongStream.of(shape.asArray()).boxed().toList());
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof String string) {
      return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new UnsupportedOperationException(String.valueOf(value));
  }

  private static String record(Record value) throws ReflectiveOperationException {
    StringBuilder text = new StringBuilder(value.getClass().getName()).append('(');
    String separator = "";
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Method accessor = component.getAccessor();
      if (!accessor.trySetAccessible()) {
        throw new UnsupportedOperationException(accessor.toString());
      }
      text.append(separator)
          .append(component.getName())
          .append('=')
          .append(text(accessor.invoke(value)));
      separator = ", ";
    }
    return text.append(')').toString();
  }

  private static String list(List<?> values) throws ReflectiveOperationException {
    String[] texts = new String[values.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(values.get(i));
    }
    return Arrays.stream(texts).collect(Collectors.joining(", ", "[", "]"));
  }

  private DefinitionWriter() {}
}
