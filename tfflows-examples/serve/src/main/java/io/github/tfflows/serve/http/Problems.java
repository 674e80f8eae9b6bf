package io.github.tfflows.serve.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.tfflows.serve.json.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

/** The answers to requests that fail. */
final class Problems {
  private static final System.Logger LOG = System.getLogger(Problems.class.getName());

  /** The parts of a message that name settings and types of Jackson. */
  private static final Pattern OF_JACKSON =
      Pattern.compile(
          " \\((bound|not recognized) as .*"
              + "|, from `[^`]*`"
              + "|: enable `[^`]*` to allow"
              + "|Source: REDACTED \\(`[^`]*` disabled\\); ");

  static Answer answer(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return answer(failure.getCause());
    }
    if (failure instanceof HttpProblem problem) {
      return problem.answer();
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof NoSuchElementException) {
      return Answer.problem(404, message);
    }
    if (failure instanceof UncheckedIOException wrapped) {
      return Answer.problem(400, message(wrapped));
    }
    if (failure instanceof IllegalArgumentException
        || failure instanceof UnsupportedOperationException) {
      return Answer.problem(400, message);
    }
    if (failure instanceof RejectedExecutionException) {
      return Answer.problem(503, message, Map.of("Retry-After", "1"));
    }
    if (failure instanceof CancellationException) {
      return Answer.problem(504, "the request waited longer than its time limit");
    }
    LOG.log(System.Logger.Level.ERROR, "a request failed", failure);
    return Answer.problem(500, "the request failed: " + failure);
  }

  private static String message(UncheckedIOException wrapped) {
    IOException cause = Objects.requireNonNull(wrapped.getCause());
    if (!(cause instanceof JsonProcessingException json)) {
      return String.valueOf(cause.getMessage());
    }
    JsonLocation at = json.getLocation();
    String place =
        at == null ? "" : " at line %s, column %s".formatted(at.getLineNr(), at.getColumnNr());
    String reason = OF_JACKSON.matcher(json.getOriginalMessage()).replaceAll("");
    return "the body is not JSON%s: %s".formatted(place, reason);
  }

  private Problems() {}
}
