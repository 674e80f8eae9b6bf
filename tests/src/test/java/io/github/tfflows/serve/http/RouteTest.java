package io.github.tfflows.serve.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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
}
