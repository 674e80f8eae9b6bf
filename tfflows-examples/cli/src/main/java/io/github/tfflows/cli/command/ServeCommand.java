package io.github.tfflows.cli.command;

import io.github.tfflows.cli.fit.Interruption;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.ServerLimits;
import io.github.tfflows.cli.text.LogLine;
import io.github.tfflows.serve.ModelServer;
import io.github.tfflows.serve.option.ServerOptions;
import io.github.tfflows.serve.option.Tls;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code serve}. */
@Command(
    name = "serve",
    header = "Serves models over HTTP until it is ended.",
    description = {
      "Serves the REST API of TensorFlow Serving, version 2 of the Open Inference Protocol"
          + " and, for tables, rows as JSON: /models/NAME/score, predict, impute, explain and"
          + " sample. /openapi.json lists all paths, /metrics has metrics for Prometheus.",
      "New versions of a model replace old ones while requests run. Serve only models whose"
          + " source you trust as you trust a program."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final ServerOptions USUAL = ServerOptions.defaults();
  private static final String TOKEN = "TFFLOWS_TOKEN";

  /** Netty warns here of connections that arrive while the server ends. It closes them. */
  private static final Logger CONNECTIONS = Logger.getLogger("io.netty.bootstrap.ServerBootstrap");

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      description =
          "A model, a directory of its versions (1, 2, …), or a directory of models in"
              + " either form.")
  private Path folder = Path.of("");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen at; 0.0.0.0 for all addresses of the machine.")
  private String host = USUAL.host();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port to listen at; 0 for any free port.")
  private int port = USUAL.port();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file of the token that requests need, as Authorization: Bearer TOKEN. Default: the"
              + " variable "
              + TOKEN
              + ", if there is one.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "The certificate of HTTPS in PEM, followed by those of its issuers.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The private key of the certificate in PEM.")
  private @Nullable Path key;

  @Option(
      names = "--refresh",
      paramLabel = "SECONDS",
      description = "Seconds between two checks for new versions.")
  private int refresh = (int) USUAL.refresh().toSeconds();

  @Option(names = "--access-log", description = "Print a line for each request.")
  private boolean logsAccess;

  @Mixin private final ServerLimits limits = new ServerLimits();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerOptions options = options();
    LogLine.use();
    CONNECTIONS.setLevel(Level.OFF);
    CountDownLatch end = new CountDownLatch(1);
    try (Interruption interruption = Interruption.open();
        ModelServer server = ModelServer.start(folder, options)) {
      interruption.whenRequested(end::countDown);
      announce(server);
      end.await();
      return interruption.status();
    }
  }

  private ServerOptions options() throws IOException {
    Limits.within(command, "--port", 0, 65_535, port);
    Limits.atLeast(command, "--refresh", 1, refresh);
    ServerOptions options =
        USUAL
            .at(host, port)
            .within(limits.checked())
            .lookingEvery(Duration.ofSeconds(refresh))
            .running(running.execution());
    Optional<String> token = token();
    if (token.isPresent()) {
      options = options.withToken(token.get());
    }
    if (certificate != null && key != null) {
      options = options.with(new Tls(certificate, key));
    } else if (certificate != null || key != null) {
      throw Limits.rejected(command, "--tls-certificate and --tls-key go together");
    }
    return logsAccess ? options.loggingTo(this::log) : options;
  }

  /** Prints a line at once, whoever reads it. */
  private void log(String line) {
    command.commandLine().getOut().println(line);
  }

  private Optional<String> token() throws IOException {
    Optional<String> token =
        tokenFile == null
            ? Optional.ofNullable(System.getenv(TOKEN))
            : Optional.of(Files.readString(tokenFile).strip());
    if (token.filter(String::isBlank).isPresent()) {
      throw Limits.rejected(command, "the token is empty");
    }
    return token;
  }

  private void announce(ModelServer server) {
    PrintWriter notes = Notes.of(command);
    String scheme = certificate == null ? "http" : "https";
    for (Map.Entry<String, Long> model : server.versions().entrySet()) {
      notes.println("serving %s, version %s".formatted(model.getKey(), model.getValue()));
    }
    notes.println("listening at " + address(scheme, host, server.port()));
  }

  /** An address to open; that of IPv6 is in brackets. */
  static String address(String scheme, String host, int port) {
    return "%s://%s:%s".formatted(scheme, host.contains(":") ? "[" + host + "]" : host, port);
  }
}
