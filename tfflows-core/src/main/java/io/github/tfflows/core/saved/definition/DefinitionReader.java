package io.github.tfflows.core.saved.definition;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.ndarray.Shape;

/**
 * Reads the text of a {@link DefinitionWriter}. The types of record components guide it: it only
 * creates records of the expected types, by the constructors of classes on the class path.
 */
public final class DefinitionReader {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\G\\s*([\\[\\](),=]|\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s\\[\\](),=\"]++)", Pattern.DOTALL);

  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  /** The deepest nesting of records in a definition. */
  private static final int DEEPEST = 100;

  private final Matcher tokens;
  private String next;
  private int depth;

  private DefinitionReader(String text) {
    this.tokens = TOKEN.matcher(text);
    this.next = find();
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is not a definition; the message has the position
   */
  public static <V> V read(String text, Class<V> type) {
    DefinitionReader reader = new DefinitionReader(text);
    V value = type.cast(reader.value(type));
    reader.expect("");
    return value;
  }

  private String find() {
    return tokens.find() ? tokens.group(1) : "";
  }

  private String take() {
    String taken = next;
    next = find();
    return taken;
  }

  private void expect(String token) {
    if (!next.equals(token)) {
      throw wrong("'" + token + "'");
    }
    next = find();
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "expected %s before position %s of the definition, got '%s'"
            .formatted(expected, tokens.hitEnd() ? tokens.regionEnd() : tokens.end(), next));
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(generic);
    }
    if (type instanceof WildcardType some) {
      return value(some.getUpperBounds()[0]);
    }
    if (type instanceof TypeVariable<?> variable) {
      return value(variable.getBounds()[0]);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == Shape.class) {
      return Shape.of(list(Long.class).stream().mapToLong(size -> (Long) size).toArray());
    }
    if (raw.isEnum()) {
      return constant(raw);
    }
    if (raw == String.class) {
      return string();
    }
    return raw.isPrimitive() || Number.class.isAssignableFrom(raw) || raw == Boolean.class
        ? number(raw)
        : record(raw);
  }

  private Object generic(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type of = type.getActualTypeArguments()[0];
    if (raw == Optional.class) {
      return list(of).stream().findFirst();
    }
    return raw.isAssignableFrom(List.class) ? list(of) : record(raw);
  }

  private String string() {
    if (!next.startsWith("\"")) {
      throw wrong("a quoted text");
    }
    String quoted = take();
    return ESCAPED.matcher(quoted.substring(1, quoted.length() - 1)).replaceAll("$1");
  }

  private boolean flag(String token) {
    if (!token.equals("true") && !token.equals("false")) {
      throw wrong("true or false");
    }
    return token.equals("true");
  }

  private Object number(Class<?> type) {
    String token = next;
    try {
      Object number =
          switch (type.getSimpleName()) {
            case "int", "Integer" -> Integer.valueOf(token);
            case "long", "Long" -> Long.valueOf(token);
            case "float", "Float" -> Float.valueOf(token);
            case "double", "Double" -> Double.valueOf(token);
            case "boolean", "Boolean" -> flag(token);
            default -> throw wrong("no component of the type " + type);
          };
      next = find();
      return number;
    } catch (NumberFormatException e) {
      throw wrong("a number");
    }
  }

  private Object constant(Class<?> type) {
    String name = take();
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong("a constant of " + type.getName()));
  }

  private List<Object> list(Type of) {
    List<Object> values = new ArrayList<>();
    expect("[");
    while (!next.equals("]")) {
      values.add(value(of));
      if (!next.equals("]")) {
        expect(",");
      }
    }
    expect("]");
    return values;
  }

  /** A text of an earlier version may lack the last components, if a constructor does, too. */
  private Object record(Class<?> wanted) {
    if (++depth > DEEPEST) {
      throw wrong("at most %s records within each other".formatted(DEEPEST));
    }
    Class<?> type = recordClass(wanted);
    expect("(");
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    int count = 0;
    while (count < values.length && !(next.equals(")") && isMadeOf(type, components, count))) {
      if (count > 0) {
        expect(",");
      }
      expect(components[count].getName());
      expect("=");
      values[count] = value(components[count].getGenericType());
      count++;
    }
    expect(")");
    depth--;
    return made(type, Arrays.copyOf(components, count), Arrays.copyOf(values, count));
  }

  /** Finds the class without running its code, so that unsuitable classes never run. */
  private Class<?> recordClass(Class<?> wanted) {
    String name = take();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      Class<?> found =
          Class.forName(name, false, loader == null ? wanted.getClassLoader() : loader);
      if (found.isRecord() && wanted.isAssignableFrom(found)) {
        return found;
      }
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          "the definition has a %s, which is not on the class path".formatted(name), e);
    }
    throw new IllegalArgumentException(
        "expected a record that is a %s, got %s".formatted(wanted.getSimpleName(), name));
  }

  private static Class<?>[] types(RecordComponent... components) {
    return Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
  }

  /** Returns whether a constructor needs only the first components. */
  private static boolean isMadeOf(Class<?> type, RecordComponent[] components, int count) {
    Class<?>[] first = types(Arrays.copyOf(components, count));
    return count > 0
        && Arrays.stream(type.getDeclaredConstructors())
            .anyMatch(each -> Arrays.equals(each.getParameterTypes(), first));
  }

  private static Object made(Class<?> type, RecordComponent[] components, Object[] values) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types(components));
      if (!constructor.trySetAccessible()) {
        throw new IllegalArgumentException("no access to the constructor of " + type.getName());
      }
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "the definition has a %s that cannot be made: %s"
              .formatted(type.getSimpleName(), e.getCause()),
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make a " + type.getName(), e);
    }
  }
}
