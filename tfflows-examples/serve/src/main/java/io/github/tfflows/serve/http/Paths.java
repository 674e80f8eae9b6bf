package io.github.tfflows.serve.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;

/** Finds the route of a request. */
record Paths(List<Route> routes) {
  /**
   * Returns the route of a path; that of GET for HEAD, which differs by its empty body.
   *
   * @throws HttpProblem if there is none, or it has other methods
   */
  Route.Match find(String method, String path) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      Matcher matcher = route.matcher(path);
      if (matcher.matches()) {
        if (route.method().equals(method.equals("HEAD") ? "GET" : method)) {
          return new Route.Match(route, names(route, matcher));
        }
        methods.addAll(
            route.method().equals("GET") ? List.of("GET", "HEAD") : List.of(route.method()));
      }
    }
    if (methods.isEmpty()) {
      throw new HttpProblem(404, "there is no such path; /openapi.json lists those that are");
    }
    String expected = String.join(", ", methods);
    throw new HttpProblem(
        405, "expected %s, got %s".formatted(expected, method), Map.of("Allow", expected));
  }

  private static Map<String, String> names(Route route, Matcher matcher) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : route.names()) {
      names.put(name, decoded(matcher.group(name)));
    }
    return names;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
