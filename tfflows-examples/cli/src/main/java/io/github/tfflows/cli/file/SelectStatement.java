package io.github.tfflows.cli.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tfflows.cli.file.format.DuckDatabase;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.duckdb.DuckDBConnection;

/**
 * A SELECT that only reads, checked on the syntax tree of DuckDB's own parser, and the paths and
 * patterns of files that it names. The text runs unchanged.
 */
record SelectStatement(String sql, List<String> files) {
  private static final Set<String> QUERIES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
  private static final Set<String> TABLES =
      Set.of(
          "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT");

  /** Functions whose first argument names files. */
  private static final Set<String> READERS =
      Set.of(
          "read_csv",
          "read_csv_auto",
          "read_parquet",
          "parquet_scan",
          "read_json",
          "read_json_auto",
          "read_json_objects",
          "read_json_objects_auto",
          "read_ndjson",
          "read_ndjson_auto",
          "read_ndjson_objects",
          "read_text");

  /** Functions whose rows depend on their arguments alone. */
  private static final Set<String> GENERATORS =
      Set.of("range", "generate_series", "unnest", "repeat", "json_each", "json_tree");

  /** Functions that read or change more than files. */
  static final Set<String> REFUSED =
      Set.of(
          "current_connection_id",
          "current_query",
          "current_query_id",
          "current_setting",
          "current_transaction_id",
          "currval",
          "getenv",
          "getvariable",
          "nextval",
          "pg_sleep",
          "setseed",
          "setval",
          "sleep_ms",
          "stats",
          "vector_type",
          "write_log");

  /** Table names that DuckDB reads as files. */
  private static final Pattern FILE =
      Pattern.compile(".*\\.(csv|tsv|parquet|json|jsonl|ndjson)(\\.(gz|zst))?");

  /** Names of other files, which are not tables. */
  private static final Pattern OTHER = Pattern.compile(".*(/.*|\\.(db|duckdb|ddb))");

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  /**
   * Parses the text of a query, which messages name.
   *
   * @throws IOException if DuckDB cannot parse it, or a file is missing
   * @throws IllegalArgumentException if it is not a single SELECT that only reads
   */
  static SelectStatement parse(String name, String sql) throws IOException {
    try (DuckDBConnection database = DuckDatabase.open(List.of())) {
      JsonNode tree = tree(name, database, sql);
      Tree checked = new Tree(name, withNames(tree), new ArrayList<>());
      checked.visit(tree);
      return new SelectStatement(sql, List.copyOf(checked.files()));
    } catch (SQLException e) {
      throw DuckDatabase.failed(name, "", e);
    }
  }

  private static JsonNode tree(String name, DuckDBConnection database, String sql)
      throws SQLException, IOException {
    JsonNode parsed;
    try (PreparedStatement parser =
        database.prepareStatement("SELECT json_serialize_sql(CAST(? AS VARCHAR))")) {
      parser.setString(1, sql);
      try (ResultSet rows = parser.executeQuery()) {
        rows.next();
        parsed = new ObjectMapper().readTree(rows.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + " is nested too deeply", e);
    }
    return single(name, parsed);
  }

  private static JsonNode single(String name, JsonNode parsed) throws IOException {
    if (parsed.path("error_type").asText().equals("not implemented")) {
      throw refused(name, "is not a SELECT");
    }
    String error = parsed.path("error_message").asText();
    if (!error.isEmpty()) {
      throw new IOException("%s cannot be read: %s".formatted(name, error));
    }
    JsonNode statements = parsed.path("statements");
    if (statements.size() != 1) {
      throw refused(name, "has %s statements".formatted(statements.size()));
    }
    if (!statements.path(0).path("named_param_map").isEmpty()) {
      throw refused(name, "has a parameter without a value");
    }
    return statements.path(0).path("node");
  }

  /** The names that the query itself gives to queries. */
  private static Set<String> withNames(JsonNode tree) {
    return tree.findValues("cte_map").stream()
        .flatMap(map -> StreamSupport.stream(map.path("map").spliterator(), false))
        .map(entry -> lower(entry.path("key").asText()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException refused(String name, String reason) {
    return new IllegalArgumentException(
        "%s is refused: it %s; expected one SELECT that only reads, from files that it names"
            .formatted(name, reason));
  }

  /**
   * The tree of a statement: the name of the query in messages, the names that it gives to queries,
   * and the files that were found so far.
   */
  private record Tree(String name, Set<String> queries, List<String> files) {
    void visit(JsonNode node) throws IOException {
      String type = node.path("type").asText();
      if (type.endsWith("_NODE") && !QUERIES.contains(type)) {
        throw refused(name, "changes data");
      }
      if (node.has("alias") && node.has("sample")) {
        requireTable(type, node);
      }
      String function = lower(node.path("function_name").asText());
      if (REFUSED.contains(function)) {
        throw refused(name, "calls the function " + function);
      }
      for (JsonNode child : node) {
        visit(child);
      }
    }

    private void requireTable(String type, JsonNode table) throws IOException {
      if (!TABLES.contains(type)) {
        throw refused(name, "describes tables");
      }
      if (type.equals("BASE_TABLE")) {
        String path =
            StreamSupport.stream(table.path("qualified_name").path("path").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("."));
        if (queries.contains(lower(path))) {
          return;
        }
        if (FILE.matcher(lower(path)).matches()) {
          add(path);
        } else if (OTHER.matcher(lower(path)).matches()) {
          throw refused(name, "names " + Excerpt.of(path) + ", no file of CSV, Parquet or JSON");
        }
      } else if (type.equals("TABLE_FUNCTION")) {
        requireFunction(table.path("function"));
      }
    }

    private void requireFunction(JsonNode call) throws IOException {
      String function = lower(call.path("function_name").asText());
      if (READERS.contains(function)) {
        addAll(function, call.path("arguments").path(0));
      } else if (!GENERATORS.contains(function)) {
        throw refused(name, "calls the function " + Excerpt.of(function) + " in place of a table");
      }
    }

    /** A text, or a list of texts. */
    private void addAll(String function, JsonNode argument) throws IOException {
      JsonNode value = argument.path("expression");
      boolean isList = value.path("function_name").asText().equals("list_value");
      Predicate<JsonNode> isText =
          node -> node.path("literal").path("kind").asText().equals("STRING");
      List<JsonNode> texts =
          isList ? value.path("arguments").findValues("expression") : List.of(value);
      if (texts.isEmpty() || !texts.stream().allMatch(isText)) {
        throw refused(
            name, "computes the name of a file for " + function + ", which must be plain text");
      }
      for (JsonNode text : texts) {
        add(text.path("literal").path("text").asText());
      }
    }

    private void add(String path) throws IOException {
      if (ADDRESS.matcher(path).matches()) {
        throw refused(
            name, "names the address " + Excerpt.of(path) + ", which is not a path of a file");
      }
      String place =
          path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
      files.add(place);
      for (Path file : TableFiles.matching(place)) {
        TableFiles.requirePlain(file);
        files.add(file.toString());
      }
    }
  }
}
