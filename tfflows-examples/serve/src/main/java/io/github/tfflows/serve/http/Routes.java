package io.github.tfflows.serve.http;

import io.github.tfflows.serve.http.Route.Access;
import io.github.tfflows.serve.http.Route.Call;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.model.ServedModel;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.serve.protocol.OpenInference;
import io.github.tfflows.serve.protocol.TensorFlowServing;
import io.github.tfflows.serve.table.TableRoute;
import io.github.tfflows.serve.table.TableRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** The paths of the server. */
final class Routes {
  private final ServedModels models;
  private final RequestLimits limits;
  private final List<Route> all = new ArrayList<>();

  /** Lists the paths. Health asks whether the server is ready for requests. */
  Routes(
      ServedModels models,
      RequestLimits limits,
      BooleanSupplier isReady,
      Supplier<String> metrics) {
    this.models = models;
    this.limits = limits;
    addServer(isReady, metrics);
    addTensorFlowServing();
    addOpenInference(isReady);
    TableRoutes.all().forEach(this::add);
  }

  List<Route> all() {
    return all;
  }

  private void add(String method, String path, String words, Route.Handler handler) {
    all.add(Route.of(method, path, words, Access.TOKEN, handler));
  }

  private void addOpen(String path, String words, Supplier<Answer> answer) {
    all.add(Route.of("GET", path, words, Access.OPEN, call -> now(answer.get())));
  }

  private void add(TableRoute route) {
    Route.Handler handler =
        call ->
            using(call, version -> route.answer(version, call.body(), call.query(), limits.rows()));
    all.add(
        Route.of("POST", "/models/{model}/" + route.name(), route.words(), Access.TOKEN, handler)
            .with(route.parameters()));
  }

  private static CompletableFuture<Answer> now(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private void addServer(BooleanSupplier isReady, Supplier<String> metrics) {
    addOpen("/health/live", "Whether the server runs.", () -> Answer.text("live\n"));
    addOpen(
        "/health/ready",
        "Whether the server accepts requests.",
        () -> isReady.getAsBoolean() ? Answer.text("ready\n") : Answer.problem(503, "not ready"));
    add("GET", "/", "The models.", call -> now(Description.models(models)));
    add("GET", "/metrics", "Metrics of Prometheus.", call -> now(Answer.text(metrics.get())));
    add("GET", "/openapi.json", "This description.", call -> now(Description.openApi(all, models)));
  }

  private void addTensorFlowServing() {
    String model = "/v1/models/{model}";
    String version = model + "/versions/{version}";
    String predict = "The outputs of a signature, in rows or columns.";
    add("POST", model + ":predict", predict, this::predict);
    add("POST", version + ":predict", predict, this::predict);
    String state = "The state of the versions of a model.";
    add("GET", model, state, call -> now(TensorFlowServing.status(model(call))));
    add(
        "GET",
        version,
        state,
        call -> using(call, used -> now(TensorFlowServing.status(model(call)))));
    String metadata = "The signatures of a model.";
    Route.Handler described = call -> using(call, used -> now(TensorFlowServing.metadata(used)));
    add("GET", model + "/metadata", metadata, described);
    add("GET", version + "/metadata", metadata, described);
  }

  private CompletableFuture<Answer> predict(Call call) {
    return using(call, version -> TensorFlowServing.predict(version, call.body()));
  }

  private void addOpenInference(BooleanSupplier isReady) {
    addOpen("/v2/health/live", "Whether the server runs.", () -> Answer.text(""));
    addOpen(
        "/v2/health/ready",
        "Whether the server accepts requests.",
        () -> isReady.getAsBoolean() ? Answer.text("") : Answer.problem(503, "not ready"));
    add(
        "GET",
        "/v2",
        "The name and version of the server.",
        call -> now(OpenInference.server(Description.version())));
    for (String model : List.of("/v2/models/{model}", "/v2/models/{model}/versions/{version}")) {
      add(
          "GET",
          model,
          "The inputs and outputs of a model.",
          call -> using(call, version -> now(OpenInference.metadata(version))));
      add(
          "GET",
          model + "/ready",
          "Whether a model is there.",
          call -> using(call, version -> now(Answer.text(""))));
      add(
          "POST",
          model + "/infer",
          "The outputs of a signature.",
          call ->
              using(call, version -> OpenInference.infer(version, call.body(), call.jsonBytes())));
    }
  }

  private ServedModel model(Call call) {
    return models.get(call.name("model"));
  }

  /** Answers by the version of a request, which stays open until then. */
  private CompletableFuture<Answer> using(
      Call call, Function<ModelVersion, CompletableFuture<Answer>> work) {
    ModelVersion version = model(call).use().orElseThrow(() -> unavailable(model(call)));
    try {
      requireVersion(call, version);
      return work.apply(version).whenComplete((answer, failure) -> version.release());
    } catch (RuntimeException e) {
      version.release();
      throw e;
    }
  }

  private static NoSuchElementException unavailable(ServedModel model) {
    return new NoSuchElementException(
        model
            .failure()
            .map(ServedModel.Failure::problem)
            .orElse("there is no model " + model.name()));
  }

  private static void requireVersion(Call call, ModelVersion version) {
    String wanted = call.names().get("version");
    String current = String.valueOf(version.file().version());
    if (wanted != null && !wanted.equals(current)) {
      throw new NoSuchElementException(
          "%s is at version %s, not %s".formatted(version.file().model(), current, wanted));
    }
  }
}
