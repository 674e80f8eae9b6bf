package io.github.tfflows.serve.http;

import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.JsonText;
import io.github.tfflows.serve.json.Query;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of the server.
 *
 * @param template the path, with names in braces
 * @param handler answers a request
 * @param pattern matches paths of the template
 * @param parameters the names of parameters of the query
 */
record Route(
    String method,
    String template,
    String words,
    Access access,
    Handler handler,
    Pattern pattern,
    Set<String> parameters) {
  /** The access to a path. */
  enum Access {
    /** Open to everybody: a probe has no token. */
    OPEN,
    /** With the token of the server, if there is one. */
    TOKEN
  }

  /** Answers a request, or throws an exception for which {@link Problems} has a status. */
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
    return new Route(method, template, words, access, handler, pattern, Set.of());
  }

  Route with(Set<String> others) {
    return new Route(method, template, words, access, handler, pattern, others);
  }

  List<String> names() {
    return NAME.matcher(template).results().map(found -> found.group(1)).toList();
  }

  /**
   * Returns the route of a path. HEAD has the route of GET, but its body is empty.
   *
   * @throws HttpProblem if there is none, or it does not have the method
   */
  static Match find(List<Route> routes, String method, String path) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      Matcher matcher = route.pattern.matcher(path);
      if (matcher.matches()) {
        if (route.method().equals(method.equals("HEAD") ? "GET" : method)) {
          return new Match(route, route.names(matcher));
        }
        methods.addAll(
            route.method().equals("GET") ? List.of("GET", "HEAD") : List.of(route.method()));
      }
    }
    if (methods.isEmpty()) {
      throw new HttpProblem(404, "there is no such path; /openapi.json lists all paths");
    }
    String expected = String.join(", ", methods);
    throw new HttpProblem(
        405, "expected %s, got %s".formatted(expected, method), Map.of("Allow", expected));
  }

  private Map<String, String> names(Matcher matcher) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : names()) {
      names.put(name, decoded(matcher.group(name)));
    }
    return names;
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpProblem(
          400,
          "expected two hexadecimal digits after each % of the path, got "
              + JsonText.shortened(part));
    }
  }

  /**
   * Checks that a request has the token, if it needs one.
   *
   * @throws HttpProblem if it lacks the token
   */
  void requireToken(Optional<String> token, HttpServerRequest request) {
    if (token.isPresent() && access == Access.TOKEN) {
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
