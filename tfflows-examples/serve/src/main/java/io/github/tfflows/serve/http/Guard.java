package io.github.tfflows.serve.http;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** Accepts only requests with the token, or all requests if it is empty. */
record Guard(Optional<String> token) {
  /**
   * Checks a request.
   *
   * @throws HttpProblem if it lacks the token
   */
  void require(Route route, HttpServerRequest request) {
    if (token.isPresent() && route.access() == Route.Access.TOKEN) {
      String header = request.getHeader("Authorization");
      byte[] expected = ("Bearer " + token.get()).getBytes(StandardCharsets.UTF_8);
      byte[] got = (header == null ? "" : header).getBytes(StandardCharsets.UTF_8);
      if (!MessageDigest.isEqual(expected, got)) {
        throw new HttpProblem(
            401,
            "expected the token of the server: Authorization: Bearer TOKEN",
            Map.of("WWW-Authenticate", "Bearer"));
      }
    }
  }
}
