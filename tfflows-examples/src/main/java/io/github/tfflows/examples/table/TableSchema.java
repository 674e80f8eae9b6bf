package io.github.tfflows.examples.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.core.model.ModelDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a model. It travels in the model's description as JSON.
 *
 * @param modelled whose density it is, in the order of the flow's features
 * @param given what it is conditioned on, in the order of the context; none for a plain density
 */
public record TableSchema(List<TableColumn> modelled, List<TableColumn> given) {
  private static final String MODELLED = "table.columns";
  private static final String GIVEN = "table.given";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Copies the columns.
   *
   * @param modelled see the record
   * @param given see the record
   * @throws IllegalArgumentException if nothing is modelled
   */
  public TableSchema {
    modelled = List.copyOf(modelled);
    given = List.copyOf(given);
    if (modelled.isEmpty()) {
      throw new IllegalArgumentException("expected at least one column to model");
    }
  }

  /**
   * Returns all columns, those modelled first.
   *
   * @return the columns
   */
  public List<TableColumn> all() {
    List<TableColumn> all = new ArrayList<>(modelled);
    all.addAll(given);
    return all;
  }

  /**
   * Returns how wide the noise of each modelled column is in training.
   *
   * @return one for discrete columns, zero for others
   */
  public float[] spacing() {
    float[] spacing = new float[modelled.size()];
    for (int i = 0; i < spacing.length; i++) {
      spacing[i] = modelled.get(i).kind().isDiscrete() ? 1 : 0;
    }
    return spacing;
  }

  /**
   * Returns what the model's description says of the columns.
   *
   * @return texts by key
   */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(MODELLED, json(modelled).toString());
    entries.put(GIVEN, json(given).toString());
    return entries;
  }

  /**
   * Returns columns as JSON.
   *
   * @param columns which ones
   * @return an array of objects with name and kind, and values where they are names
   */
  public static ArrayNode json(List<TableColumn> columns) {
    ArrayNode array = JSON.createArrayNode();
    for (TableColumn column : columns) {
      ObjectNode object = array.addObject();
      object.put("name", column.name());
      object.put("kind", column.kind().text());
      if (!column.names().isEmpty()) {
        ArrayNode names = object.putArray("values");
        column.names().forEach(names::add);
      }
    }
    return array;
  }

  /**
   * Reads the columns from a model's description.
   *
   * @param description of a model that was fitted to a table
   * @return the columns
   * @throws IllegalArgumentException if it does not name columns
   */
  public static TableSchema of(ModelDescription description) {
    if (!description.entries().containsKey(MODELLED)) {
      throw new IllegalArgumentException(
          "the model does not say which columns it takes; expected one that tfflows fit made");
    }
    return new TableSchema(columns(description.get(MODELLED)), columns(description.get(GIVEN)));
  }

  private static List<TableColumn> columns(String json) {
    List<TableColumn> columns = new ArrayList<>();
    try {
      for (JsonNode object : JSON.readTree(json)) {
        List<String> names = new ArrayList<>();
        object.path("values").forEach(name -> names.add(name.asText()));
        ColumnKind kind = ColumnKind.parse(object.path("kind").asText());
        columns.add(new TableColumn(object.path("name").asText(), kind, names));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the model's columns are no JSON: " + json, e);
    }
    return columns;
  }
}
