package io.github.tfflows.serve.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.serve.NormalModel;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.serve.tensor.Values;
import io.github.tfflows.tables.evaluation.ColumnProfile.Agreement;
import io.github.tfflows.tables.evaluation.Drift;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTest {
  private static final List<Route> ROUTES =
      List.of(
          Route.of(
              "GET",
              "/models/{model}",
              "a model",
              Route.Access.OPEN,
              call -> CompletableFuture.completedFuture(Answer.problem(404, "none"))));

  @Test
  void namesArePercentEncoded() {
    assertEquals(
        Map.of("model", "caf\u00e9+ 1"),
        Route.find(ROUTES, "GET", "/models/caf%C3%A9+%201").names());
    Expect.failed(
        HttpProblem.class,
        "expected two hexadecimal digits after each % of the path, got flow%ZZ",
        () -> Route.find(ROUTES, "GET", "/models/flow%ZZ"));
  }

  @Test
  void failuresHaveTheStatusOfTheirCause() {
    Answer busy = Problems.answer(new CompletionException(new RejectedExecutionException("busy")));
    assertEquals(503, busy.status());
    assertEquals(Map.of("Retry-After", "1"), busy.headers());
    assertEquals(504, Problems.answer(new CancellationException()).status());
    assertEquals(400, Problems.answer(new UnsupportedOperationException("no")).status());
  }

  @Test
  void descriptionsAndRefusalsKeepNoVersionOpen(@TempDir Path folder) throws IOException {
    NormalModel.export(folder.resolve("normal"), 0);
    ServedModels models = NormalModel.opened(folder);
    ModelVersion version = models.get("normal").use().orElseThrow();
    Description.models(models);
    Description.openApi(ROUTES, models);
    List<Route> routes = new Routes(models, RequestLimits.defaults(), () -> true, () -> "").all();
    Route.Match other = Route.find(routes, "GET", "/v1/models/normal/versions/7/metadata");
    assertThrows(
        NoSuchElementException.class, () -> other.answer(new Query(Map.of()), new byte[0], 0));
    models.close();
    Map<String, Values> row = version.signature("serving_default").zeros();
    assertEquals(1, version.call("serving_default", row).join().size());
    version.release();
    assertThrows(CompletionException.class, () -> version.call("serving_default", row).join());
  }

  @Test
  void requestsAreMeasuredInSeconds() {
    try (Metrics metrics = new Metrics()) {
      metrics.request("/", "flow", 200, 1_500_000_000);
      String sum = "tfflows_requests_seconds_sum{model=\"flow\",route=\"/\",status=\"200\"} 1.5";
      assertTrue(metrics.text().lines().anyMatch(sum::equals), metrics.text());
    }
  }

  private static Drift drift(double pValue) {
    Agreement same = new Agreement(1, 0.5, 0, 0);
    return new Drift(1_000, same, Map.of("a", new Agreement(pValue, 0.5, 0, 0)));
  }

  @Test
  void metricsHaveTheLatestComparison() {
    try (Metrics metrics = new Metrics()) {
      metrics.compared("flow", drift(0.125));
      metrics.compared("flow", drift(0.25));
      List<String> lines = metrics.text().lines().toList();
      assertTrue(lines.contains("tfflows_drift_p_value{model=\"flow\"} 0.5"));
      assertTrue(lines.contains("tfflows_drift_column_p_value{column=\"a\",model=\"flow\"} 0.25"));
    }
  }
}
