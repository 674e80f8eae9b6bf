package io.github.tfflows.serve.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.model.ServedModel;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.tensor.SignatureForm;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/** The server's description of itself. */
final class Description {
  /** The models, with their versions and signatures. */
  static Answer models(ServedModels models) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("models");
    forEach(models, version -> describe(list.addObject(), version));
    answer.put("description", "/openapi.json");
    return Answer.of(answer);
  }

  private static void forEach(ServedModels models, Consumer<ModelVersion> work) {
    for (ServedModel model : models.all().values()) {
      model
          .use()
          .ifPresent(
              version -> {
                work.accept(version);
                version.release();
              });
    }
  }

  private static void describe(ObjectNode model, ModelVersion version) {
    model.put("name", version.file().model()).put("version", version.file().version());
    ArrayNode signatures = model.putArray("signatures");
    version.signatures().keySet().forEach(signatures::add);
    if (version.isTable()) {
      ArrayNode columns = model.putArray("columns");
      version
          .table()
          .schema()
          .written()
          .forEach(
              column ->
                  columns.addObject().put("name", column.name()).put("kind", column.kind().text()));
    }
  }

  /** The paths in the form of OpenAPI 3.1. */
  static Answer openApi(List<Route> routes, ServedModels models) {
    ObjectNode answer = Json.object();
    answer.put("openapi", "3.1.0");
    answer.putObject("info").put("title", "tfflows").put("version", version());
    ObjectNode paths = answer.putObject("paths");
    for (Route route : routes) {
      describe(paths.withObjectProperty(route.template()), route, models);
    }
    ObjectNode schemas = answer.putObject("components").putObject("schemas");
    schemas.putObject("error").putObject("properties").putObject("error").put("type", "string");
    forEach(
        models,
        version ->
            version
                .signatures()
                .forEach(
                    (key, form) ->
                        schema(schemas.putObject(version.file().model() + "." + key), form)));
    return Answer.of(answer);
  }

  private static void describe(ObjectNode path, Route route, ServedModels models) {
    ObjectNode operation = path.putObject(route.method().toLowerCase(Locale.ROOT));
    operation.put("summary", route.words());
    ArrayNode parameters = operation.putArray("parameters");
    for (String name : route.names()) {
      ObjectNode schema = parameter(parameters, name, "path").put("type", "string");
      if (name.equals("model")) {
        ArrayNode known = schema.putArray("enum");
        models.all().keySet().forEach(known::add);
      }
    }
    route.parameters().forEach(name -> parameter(parameters, name, "query"));
    if (route.method().equals("POST")) {
      operation
          .putObject("requestBody")
          .putObject("content")
          .putObject("application/json")
          .putObject("schema");
    }
    ObjectNode responses = operation.putObject("responses");
    responses.putObject("200").put("description", route.words());
    responses
        .putObject("default")
        .put("description", "The reason why there is no answer.")
        .putObject("content")
        .putObject("application/json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/error");
  }

  private static ObjectNode parameter(ArrayNode parameters, String name, String place) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", place);
    parameter.put("required", place.equals("path"));
    return parameter.putObject("schema");
  }

  /** The inputs of a signature, as {@code inputs} of a request have them. */
  private static void schema(ObjectNode schema, SignatureForm form) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    form.inputs()
        .forEach(
            (name, input) ->
                properties
                    .putObject(name)
                    .put("description", input.type().words() + " " + input.shape()));
  }

  static String version() {
    return Objects.requireNonNullElse(
        Description.class.getPackage().getImplementationVersion(), "unreleased");
  }

  private Description() {}
}
