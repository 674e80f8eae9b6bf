package io.github.tfflows.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.cli.Main;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.option.RequestLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Options for threads, for data and for a server. */
class ThreadsOptionTest {
  private static final String POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

  /** A command of nothing but the options of execution and of requests. */
  @Command(name = "run")
  static final class Run implements Callable<Integer> {
    @Mixin private final RunningOptions running = new RunningOptions();
    @Mixin private final ServerLimits limits = new ServerLimits();

    @Override
    public Integer call() {
      return 0;
    }
  }

  private static Run run(String... words) {
    Run run = new Run();
    new CommandLine(run).parseArgs(words);
    return run;
  }

  private static Execution execution(String... words) {
    return run(words).running.execution();
  }

  @Test
  void limitsTensorFlowAndThePoolOfJava() {
    String usual = System.getProperty(POOL, "");
    try {
      Execution execution = execution("--threads=3");
      assertEquals(3, execution.threads());
      assertEquals(1, execution.threadsPerOp());
      assertEquals("2", System.getProperty(POOL), "beside the thread that asks");
      assertEquals(Execution.defaults(), execution());
    } finally {
      if (usual.isEmpty()) {
        System.clearProperty(POOL);
      } else {
        System.setProperty(POOL, usual);
      }
    }
  }

  @Test
  void everyCommandThatRunsAModelHasIt() {
    Set<String> without = Set.of("inspect", "generate-completion", "help");
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertEquals(
                    !without.contains(name),
                    command.getCommandSpec().optionsMap().containsKey("--threads"),
                    name));
  }

  @Test
  void thereIsAtLeastOne() {
    CommandRun.of("score model data.csv --threads=0")
        .fails(2, "--threads must be from 1 to 1,024, got 0");
  }

  @TempDir Path folder = Path.of("");

  private void refused(int status, String reason, Object... words) {
    CommandRun.of("fit --out", folder.resolve("model"), words).fails(status, "Error: " + reason);
  }

  @Test
  void wantsFilesOrAQuery() {
    refused(2, "expected DATA, or a query by --sql");
    refused(2, "expected DATA or --sql, got both; DATA is a.csv", "a.csv", "--sql 'SELECT 1'");
    refused(2, "--jdbc needs a query by --sql", "--jdbc", "jdbc:postgresql:x");
    refused(2, "--jdbc needs a query by --sql", "a.csv", "--jdbc", "jdbc:postgresql:x");
  }

  @Test
  void namesTheQueryThatFails() {
    refused(1, "the query \"SELECT nope\" cannot be read: ", "--sql 'SELECT nope'");
    refused(1, "there is no driver for \"jdbc:x:\"", "--jdbc", "jdbc:x:y", "--sql 'SELECT 1'");
    refused(
        1, "there is no driver for \"mysql:\"", "--jdbc", "mysql://a:b@c/d", "--sql 'SELECT 1'");
    refused(1, "the URL of the database has no scheme; ", "--jdbc", "a/b", "--sql 'SELECT 1'");
    refused(1, "the query \"SELECT 1\" has 1 row; expected at least 10", "--sql 'SELECT 1'");
  }

  @Test
  void requestsHaveLimitsInTheUnitsOfTheOptions() {
    assertEquals(RequestLimits.defaults(), run().limits.checked());
    String words =
        "--max-rows=1 --max-body=2 --max-queue=3 --time-limit=4 --batch=5 --batch-delay=6";
    assertEquals(
        new RequestLimits(2 << 20, 1, 3, Duration.ofSeconds(4), 5, Duration.ofMillis(6)),
        run(words.split(" ")).limits.checked());
  }

  @Test
  void aServerDoesNotStartWithOptionsThatDoNotFit() throws IOException {
    Path blank = Files.writeString(folder.resolve("token"), " \n");
    Map.of(
            "--time-limit=0",
            "--time-limit must be at least 1, got 0",
            "--max-body=2001",
            "--max-body must be from 1 to 2,000, got 2,001",
            "--max-queue=0",
            "--max-queue must be at least 1, got 0",
            "--port=65536",
            "--port must be from 0 to 65,535, got 65,536",
            "--tls-key=key.pem",
            "--tls-certificate and --tls-key go together",
            "--token-file=" + blank,
            "the token is empty")
        .forEach((option, reason) -> CommandRun.of("serve", folder, option).fails(2, reason));
    CommandRun.of("serve", folder).fails(1, "holds no model");
    CommandRun.of("serve", folder, "--tls-certificate=c.pem", "--tls-key=k.pem")
        .fails(1, "holds no model");
  }
}
