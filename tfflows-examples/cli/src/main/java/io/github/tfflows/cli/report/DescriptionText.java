package io.github.tfflows.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A description of a model in lines, which break at spaces. */
public final class DescriptionText {
  private static final int WIDTH = 12;

  /** The text of a line, and the spaces at its end. */
  private static final Pattern LINE = Pattern.compile("(.{1,88})(?: +|$)");

  private static final int MOST_DERIVED = 12;

  /** The name of a record before its values. */
  private static final Pattern PART = Pattern.compile("([A-Z]\\w*)\\[");

  /** A value of a record that is a number. */
  private static final Pattern NUMBER = Pattern.compile("\\w+=-?[0-9][0-9.Ee-]*");

  public static String of(ObjectNode description) {
    List<String> lines = new ArrayList<>();
    ObjectNode shown = description.deepCopy();
    shown.put("definition", parts(shown.path("definition").asText()));
    if (shown.path("training") instanceof ObjectNode training && training.has("recipe")) {
      training.put("recipe", recipe(training.path("recipe").asText()));
    }
    shown.properties().forEach(entry -> add(lines, entry.getKey(), entry.getValue()));
    return String.join(System.lineSeparator(), lines);
  }

  /** The parts of a definition in their order, each with its count. */
  private static String parts(String definition) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    PART.matcher(definition)
        .results()
        .forEach(part -> counts.merge(part.group(1), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(part -> part.getValue() == 1 ? part.getKey() : part.getValue() + " " + part.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The numbers of a recipe, without the numbers of its nested parts. */
  private static String recipe(String recipe) {
    return NUMBER
        .matcher(recipe)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.joining(", "));
  }

  private static void add(List<String> lines, String name, JsonNode value) {
    String title = (name + " ".repeat(WIDTH)).substring(0, WIDTH);
    if (value.isValueNode()) {
      addLines(lines, title, value.asText());
      return;
    }
    List<String> parts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(column -> parts.add(column(column)));
    } else {
      value
          .properties()
          .forEach(part -> parts.add(part.getKey() + ": " + part.getValue().asText()));
    }
    if (parts.isEmpty()) {
      parts.add("none");
    }
    int more = parts.size() - MOST_DERIVED;
    if (name.equals("derived") && more > 0) {
      parts.subList(MOST_DERIVED, parts.size()).clear();
      parts.add(String.format(Locale.ROOT, "and %,d more", more));
    }
    for (int i = 0; i < parts.size(); i++) {
      addLines(lines, i == 0 ? title : " ".repeat(WIDTH), parts.get(i));
    }
  }

  /** Adds a text, whose second and further lines are indented. */
  private static void addLines(List<String> lines, String before, String text) {
    String indented =
        LINE.matcher(Excerpt.visible(text)).replaceAll("$1\n" + " ".repeat(WIDTH + 2));
    (before + indented).stripTrailing().lines().forEach(lines::add);
  }

  private static String column(JsonNode column) {
    String gaps = column.path("missing").asBoolean() ? ", with missing values" : "";
    String unit =
        of(column, "unit", ", in %ss")
            + of(column, "scale", ", in multiples of %s")
            + of(column, "origin", " from %s");
    String text = column.path("name").asText() + "  " + column.path("kind").asText() + unit;
    return text
        + listed(column, "two_values", ", two values: ")
        + listed(column, "point_masses", ", point masses at ")
        + gaps
        + listed(column, "values", ": ");
  }

  private static String of(JsonNode column, String key, String text) {
    return column.has(key) ? text.formatted(column.path(key).asText()) : "";
  }

  private static String listed(JsonNode column, String key, String before) {
    return column.has(key)
        ? before
            + Excerpt.of(
                column
                    .path(key)
                    .valueStream()
                    .map(
                        value -> value.isNumber() ? Numbers.text(value.asDouble()) : value.asText())
                    .toList())
        : "";
  }

  private DescriptionText() {}
}
