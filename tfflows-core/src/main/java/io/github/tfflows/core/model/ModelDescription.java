package io.github.tfflows.core.model;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.saved.definition.DefinitionReader;
import io.github.tfflows.core.saved.definition.DefinitionWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A readable record of a model: its definition, the recipe and the result of its training, and the
 * entries that {@link ExportOptions#describing} adds. An exported model contains it.
 *
 * @param entries texts by key, in alphabetical order, such as {@code definition} or {@code
 *     training.steps}
 */
public record ModelDescription(Map<String, String> entries) {
  /** The key of the definition in machine-readable form. */
  private static final String RECORD = "definition.record";

  private static final String VERSION = "library.version";

  public ModelDescription {
    entries =
        Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNull(entries, "entries")));
  }

  public static ModelDescription of(Distribution distribution, int contextSize) {
    Objects.requireNonNull(distribution, "distribution");
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("definition", distribution.toString());
    DefinitionWriter.write(distribution).ifPresent(text -> entries.put(RECORD, text));
    entries.put("event_shape", distribution.eventShape().toString());
    entries.put("context_size", Integer.toString(contextSize));
    entries.put(VERSION, version());
    return new ModelDescription(entries);
  }

  private static String version() {
    try (InputStream resource = ModelDescription.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(resource, "version.properties"));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns one entry.
   *
   * @throws IllegalArgumentException if there is none; the message lists the keys
   */
  public String get(String key) {
    String value = entries.get(Objects.requireNonNull(key, "key"));
    if (value == null) {
      throw new IllegalArgumentException(
          "the model's description has no %s; it has %s".formatted(key, entries.keySet()));
    }
    return value;
  }

  /**
   * Reads the definition of the model. Its classes must be on the class path. They may be your own
   * records, whose components are numbers, strings, enums, shapes, lists, optional values or such
   * records.
   *
   * @throws IllegalArgumentException if the definition contains anything else, such as a lambda, or
   *     a class is missing
   */
  public Distribution definition() {
    String text = entries.get(RECORD);
    if (text == null) {
      throw new IllegalArgumentException(
          "the definition cannot be read back, since it contains something other than records, lists"
              + " and numbers: "
              + get("definition"));
    }
    return DefinitionReader.read(text, Distribution.class);
  }

  /** Returns the version of this library that exported the model, if it is not the present one. */
  public Optional<String> otherVersion() {
    return Optional.ofNullable(entries.get(VERSION)).filter(one -> !one.equals(version()));
  }

  /** Returns this description with an entry added or replaced. */
  public ModelDescription with(String key, String value) {
    return with(Map.of(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
  }

  /** Returns this description with entries added or replaced. */
  public ModelDescription with(Map<String, String> others) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.putAll(Objects.requireNonNull(others, "others"));
    return new ModelDescription(more);
  }

  /** Returns the text of a properties file, equal for equal entries. */
  String toProperties() {
    Properties properties = new Properties();
    properties.putAll(entries);
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string can always be written
    }
    return text.toString()
        .lines()
        .filter(line -> !line.startsWith("#")) // the time of writing
        .sorted()
        .collect(Collectors.joining("\n", "", "\n"));
  }

  static ModelDescription read(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    Map<String, String> entries = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
    return new ModelDescription(entries);
  }
}
