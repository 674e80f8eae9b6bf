package io.github.tfflows.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.tables.column.TableColumn;
import java.util.List;

/** The output of a command for programs. */
public final class JsonOutput {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Columns as objects with name and kind, and for names the possible values. */
  public static ArrayNode columns(List<TableColumn> columns) {
    ArrayNode array = JSON.createArrayNode();
    for (TableColumn column : columns) {
      ObjectNode object = array.addObject();
      object.put("name", column.name()).put("kind", column.kind().text());
      object.put("missing", column.hasGaps()).put("step", column.step());
      if (!column.kind().unit().isEmpty()) {
        object.put("unit", column.kind().unit());
      }
      if (!column.coding().zero().isEmpty()) {
        object.put("origin", column.coding().zero());
      }
      if (column.unit() != 1) {
        object.put("scale", column.unit());
      }
      if (column.isBinary()) {
        object.putArray("two_values").add(0).add(1);
      } else if (!column.masses().isEmpty()) {
        ArrayNode masses = object.putArray("point_masses");
        if (column.isText()) {
          column.coding().massTexts().forEach(masses::add);
        } else {
          column.coding().masses().forEach(masses::add);
        }
      }
      if (!column.names().isEmpty()) {
        ArrayNode names = object.putArray("values");
        column.names().forEach(names::add);
      }
    }
    return array;
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The counts of written rows, and of rows with an unseen name. */
  public static ObjectNode rows(long written, long unseen) {
    return object().put("rows", written).put("rows_with_unseen_names", unseen);
  }

  public static String text(ObjectNode object) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree can always be written
    }
  }

  private JsonOutput() {}
}
