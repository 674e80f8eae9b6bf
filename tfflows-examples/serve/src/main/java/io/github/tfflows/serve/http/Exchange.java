package io.github.tfflows.serve.http;

import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.JsonText;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.serve.protocol.OpenInference;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A request and its answer. The handler answers it once, or the server does at the time limit. */
final class Exchange {
  /** Bodies up to this size are read by the thread of the connection. */
  private static final int SMALL = 1 << 15;

  /**
   * The rest of a refused body is read for at most this time, so that its sender receives the
   * answer.
   */
  private static final long LINGERING_MS = 2_000;

  private final Handling server;
  private final HttpServerRequest request;
  private final long began = System.nanoTime();
  private final Buffer body = Buffer.buffer();
  private final Context context;
  private final long timer;
  private Route.@Nullable Match match;
  private @Nullable Answer refusal;
  private boolean isCalled;
  private boolean isAnswered;

  private Exchange(Handling server, HttpServerRequest request) {
    this.server = server;
    this.request = request;
    this.context = server.vertx().getOrCreateContext();
    this.timer = server.vertx().setTimer(server.limits().time().toMillis(), unused -> answerLate());
  }

  /** Begins to answer a request, in the thread of its connection. */
  static void begin(Handling server, HttpServerRequest request) {
    server.running().begin();
    Exchange exchange = new Exchange(server, request);
    request.exceptionHandler(failure -> exchange.forget());
    request.response().exceptionHandler(failure -> exchange.forget());
    request.handler(exchange::add);
    request.endHandler(unused -> exchange.call());
    exchange.open();
  }

  /** Finds the path, and refuses a body that is too long before reading it. */
  private void open() {
    try {
      Route.Match found = Route.find(server.routes(), request.method().name(), request.path());
      match = found;
      found.route().requireToken(server.token(), request);
      if (found.route().access() == Route.Access.TOKEN && !server.running().isReady()) {
        throw new RejectedExecutionException("the server ends; try again later");
      }
      requirePlain();
      if (!isChunked() && contentLength() > server.limits().bodyBytes()) {
        throw tooLong();
      }
      if (awaitsContinue()) {
        request.response().writeContinue();
      }
    } catch (RuntimeException e) {
      refuse(Problems.answer(e));
    }
  }

  /** Refuses the request at once if its body is large, otherwise after reading it. */
  private void refuse(Answer answer) {
    if (contentLength() > SMALL || awaitsContinue()) {
      answer(answer);
    } else {
      refusal = answer;
    }
  }

  private void requirePlain() {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new HttpProblem(
          415,
          "expected a body without Content-Encoding, got " + JsonText.shortened(encoding),
          Map.of("Accept-Encoding", "identity"));
    }
  }

  private boolean awaitsContinue() {
    return "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
  }

  /** The size of the body; unknown sizes count as large. */
  private long contentLength() {
    String length = request.getHeader("Content-Length");
    return length != null ? Long.parseLong(length) : isChunked() ? Long.MAX_VALUE : 0;
  }

  private boolean isChunked() {
    return request.getHeader("Transfer-Encoding") != null;
  }

  private HttpProblem tooLong() {
    return new HttpProblem(
        413, "expected a body of at most %s bytes".formatted(server.limits().bodyBytes()));
  }

  private void add(Buffer part) {
    if (isAnswered || refusal != null) {
      return;
    }
    if (body.length() + part.length() > server.limits().bodyBytes()) {
      answer(Problems.answer(tooLong()));
      return;
    }
    try {
      server.running().add(part.length());
      body.appendBuffer(part);
    } catch (RejectedExecutionException e) {
      answer(Problems.answer(e));
    }
  }

  private void call() {
    if (refusal != null) {
      answer(refusal);
    }
    Route.@Nullable Match found = match;
    if (isAnswered || found == null) {
      return;
    }
    try {
      Query query = query();
      isCalled = true;
      CompletableFuture<Answer> unused = answer(found, query).whenComplete(this::answerSoon);
    } catch (RuntimeException e) {
      isCalled = false;
      answer(Problems.answer(e));
    }
  }

  private CompletableFuture<Answer> answer(Route.Match found, Query query) {
    if (body.length() <= SMALL) {
      return found.answer(query, body.getBytes(), jsonBytes());
    }
    return CompletableFuture.completedFuture(found)
        .thenComposeAsync(
            match -> match.answer(query, body.getBytes(), jsonBytes()), server.workers());
  }

  /** Releases the body, and answers in the thread of the connection. */
  private void answerSoon(@Nullable Answer answer, @Nullable Throwable failure) {
    server.running().release(body.length());
    context.runOnContext(
        unused -> answer(answer == null ? Problems.answer(orUnknown(failure)) : answer));
  }

  private static Throwable orUnknown(@Nullable Throwable failure) {
    return failure == null ? new IllegalStateException("there is no answer") : failure;
  }

  /**
   * The number of bytes of JSON at the start of a body of the Open Inference Protocol, which may be
   * followed by inputs as bytes.
   */
  private int jsonBytes() {
    String length = request.getHeader(OpenInference.JSON_LENGTH);
    try {
      return length == null ? body.length() : Integer.parseInt(length);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected %s as a number of bytes, got %s"
              .formatted(OpenInference.JSON_LENGTH, JsonText.shortened(length)),
          e);
    }
  }

  private Query query() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    request.params().names().forEach(name -> values.put(name, request.params().getAll(name)));
    return new Query(values);
  }

  private void answerLate() {
    boolean isRead = request.isEnded();
    answer(
        Answer.problem(
            isRead ? 504 : 408,
            "the request %s longer than %s s"
                .formatted(
                    isRead ? "took" : "arrived over", server.limits().time().toMillis() / 1e3)));
  }

  private void answer(Answer answer) {
    if (isAnswered) {
      return;
    }
    forget();
    HttpServerResponse response = request.response();
    response.setStatusCode(answer.status()).putHeader("Content-Type", answer.type());
    answer.headers().forEach(response::putHeader);
    if (!server.running().isReady()) {
      response.putHeader("Connection", "close");
    }
    if (!request.isEnded()) {
      closeSoon();
    }
    response.putHeader("Content-Length", String.valueOf(answer.body().length));
    response.end(Buffer.buffer(answer.body())); // which HEAD leaves out
    server.journal().add(entry(answer), label(), model());
  }

  /** Closes a connection whose request was answered before it had arrived completely. */
  private void closeSoon() {
    request.response().putHeader("Connection", "close");
    request.endHandler(unused -> request.connection().close());
    server.vertx().setTimer(LINGERING_MS, unused -> request.connection().close());
  }

  private void forget() {
    if (!isAnswered) {
      isAnswered = true;
      boolean unused = server.vertx().cancelTimer(timer);
      server.running().end();
      if (!isCalled) {
        server.running().release(body.length());
      }
    }
  }

  private Journal.Entry entry(Answer answer) {
    return new Journal.Entry(
        request.remoteAddress().host(),
        request.method().name(),
        request.uri(),
        answer.status(),
        answer.body().length,
        System.nanoTime() - began);
  }

  private String label() {
    return match == null ? "none" : match.route().template();
  }

  private String model() {
    return match == null ? "" : match.names().getOrDefault("model", "");
  }
}
