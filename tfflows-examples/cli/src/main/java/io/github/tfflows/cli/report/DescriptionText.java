package io.github.tfflows.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A description of a model in lines. */
public final class DescriptionText {
  private static final int WIDTH = 12;

  public static String of(ObjectNode description) {
    List<String> lines = new ArrayList<>();
    description.properties().forEach(entry -> add(lines, entry.getKey(), entry.getValue()));
    return lines.stream().map(Excerpt::visible).collect(Collectors.joining(System.lineSeparator()));
  }

  private static void add(List<String> lines, String name, JsonNode value) {
    String title = (name + " ".repeat(WIDTH)).substring(0, WIDTH);
    if (value.isValueNode()) {
      lines.add(title + value.asText());
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
    for (int i = 0; i < parts.size(); i++) {
      lines.add((i == 0 ? title : " ".repeat(WIDTH)) + parts.get(i));
    }
  }

  private static String column(JsonNode column) {
    String gaps = column.path("missing").asBoolean() ? ", with missing values" : "";
    String unit =
        of(column, "unit", ", in %ss")
            + of(column, "scale", ", in multiples of %s")
            + of(column, "origin", " from %s");
    String text = column.path("name").asText() + "  " + column.path("kind").asText() + unit;
    return text
        + listed(column, "point_masses", ", point masses at ")
        + gaps
        + listed(column, "values", ": ");
  }

  private static String of(JsonNode column, String key, String text) {
    return column.has(key) ? text.formatted(column.path(key).asText()) : "";
  }

  private static String listed(JsonNode column, String key, String before) {
    return column.has(key)
        ? column
            .path(key)
            .valueStream()
            .map(value -> value.isNumber() ? Numbers.text(value.asDouble()) : value.asText())
            .collect(Collectors.joining(", ", before, ""))
        : "";
  }

  private DescriptionText() {}
}
