package io.github.tfflows.serve.option;

import io.github.tfflows.core.execution.Execution;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The choices of a server.
 *
 * @param host the address to listen at, such as {@code 0.0.0.0} for all addresses of the machine
 * @param port the port; 0 for any free port
 * @param token the token that each request needs, as {@code Authorization: Bearer TOKEN}, except
 *     for health checks; empty for none
 * @param tls the certificate of HTTPS; empty for HTTP
 * @param accessLog receives a line for each request, in the thread of its connection
 * @param refresh the time between two checks for new versions of models
 */
public record ServerOptions(
    String host,
    int port,
    RequestLimits limits,
    Optional<String> token,
    Optional<Tls> tls,
    Optional<Consumer<String>> accessLog,
    Execution execution,
    Duration refresh) {
  private static final int USUAL_PORT = 8501;
  private static final int LAST_PORT = 65_535;

  /**
   * Checks the choices.
   *
   * @throws IllegalArgumentException if there is no such port, the token is blank, or the time of
   *     refresh is not positive
   */
  public ServerOptions {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("expected a port of 0 to 65535, got " + port);
    }
    if (token.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("expected a token, got a blank one");
    }
    if (refresh.isNegative() || refresh.isZero()) {
      throw new IllegalArgumentException("expected a positive time of refresh, got " + refresh);
    }
  }

  /**
   * Returns the usual choices: HTTP at port 8501 of this machine alone, without a token or a log,
   * {@link RequestLimits#defaults}, and a check for new versions each second.
   */
  public static ServerOptions defaults() {
    return new ServerOptions(
        "127.0.0.1",
        USUAL_PORT,
        RequestLimits.defaults(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Execution.defaults(),
        Duration.ofSeconds(1));
  }

  /** Returns these choices for another address. */
  public ServerOptions at(String other, int otherPort) {
    return new ServerOptions(other, otherPort, limits, token, tls, accessLog, execution, refresh);
  }

  public ServerOptions within(RequestLimits other) {
    return new ServerOptions(host, port, other, token, tls, accessLog, execution, refresh);
  }

  public ServerOptions withToken(String text) {
    return new ServerOptions(
        host, port, limits, Optional.of(text), tls, accessLog, execution, refresh);
  }

  /** Returns these choices with HTTPS in place of HTTP. */
  public ServerOptions with(Tls certificate) {
    return new ServerOptions(
        host, port, limits, token, Optional.of(certificate), accessLog, execution, refresh);
  }

  /** Returns these choices with a line for each request. */
  public ServerOptions loggingTo(Consumer<String> lines) {
    return new ServerOptions(
        host, port, limits, token, tls, Optional.of(lines), execution, refresh);
  }

  /** Returns these choices with another way to run models. */
  public ServerOptions running(Execution other) {
    return new ServerOptions(host, port, limits, token, tls, accessLog, other, refresh);
  }

  /** Returns these choices with another time between two checks for new versions. */
  public ServerOptions lookingEvery(Duration time) {
    return new ServerOptions(host, port, limits, token, tls, accessLog, execution, time);
  }
}
