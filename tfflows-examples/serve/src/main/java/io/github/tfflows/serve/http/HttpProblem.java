package io.github.tfflows.serve.http;

/** A request that HTTP itself has a status for. */
final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  HttpProblem(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
