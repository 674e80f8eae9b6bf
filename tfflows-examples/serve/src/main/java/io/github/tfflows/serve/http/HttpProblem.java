package io.github.tfflows.serve.http;

import io.github.tfflows.serve.json.Answer;
import java.util.Map;

/** An error that has its own status in HTTP. */
final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Answer answer;

  HttpProblem(int status, String message) {
    this(status, message, Map.of());
  }

  HttpProblem(int status, String message, Map<String, String> headers) {
    super(message);
    this.answer = Answer.problem(status, message, headers);
  }

  Answer answer() {
    return answer;
  }
}
