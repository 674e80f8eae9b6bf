package io.github.tfflows.serve.http;

import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Query;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of the server.
 *
 * @param template the path, with names in braces
 * @param access the access to it
 * @param handler answers a request
 * @param pattern matches paths of the template
 */
record Route(
    String method, String template, String words, Access access, Handler handler, Pattern pattern) {
  /** The access to a path. */
  enum Access {
    /** Open to everybody: a probe has no token. */
    OPEN,
    /** With the token of the server, if there is one. */
    TOKEN
  }

  /** Answers a request, or throws an exception that {@link Problems} has a status for. */
  interface Handler {
    CompletableFuture<Answer> answer(Call call);
  }

  /**
   * A request whose path has matched, with the parts of the path by their names in the template.
   * Its body begins with {@code jsonBytes} of JSON.
   */
  @SuppressWarnings("ArrayRecordComponent") // the body is read, not compared
  record Call(Map<String, String> names, Query query, byte[] body, int jsonBytes) {
    String name(String part) {
      return Objects.requireNonNull(names.get(part), part);
    }
  }

  /** A route that a path matches, and the parts of the path by their names in the template. */
  record Match(Route route, Map<String, String> names) {
    CompletableFuture<Answer> answer(Query query, byte[] body, int jsonBytes) {
      return route.handler.answer(new Call(names, query, body, jsonBytes));
    }
  }

  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

  static Route of(String method, String template, String words, Access access, Handler handler) {
    Pattern pattern = Pattern.compile(NAME.matcher(template).replaceAll("(?<$1>[^/:]+)"));
    return new Route(method, template, words, access, handler, pattern);
  }

  List<String> names() {
    return NAME.matcher(template).results().map(found -> found.group(1)).toList();
  }

  Matcher matcher(String path) {
    return pattern.matcher(path);
  }
}
