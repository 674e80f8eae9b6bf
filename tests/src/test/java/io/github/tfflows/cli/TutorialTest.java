package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.serve.Client;
import io.github.tfflows.serve.ModelServer;
import io.github.tfflows.serve.option.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's commands, one after another; its flow is smaller here. */
@Tag("training")
class TutorialTest {
  private static final Path CLI = Path.of("../tfflows-examples/cli");
  private static final Pattern COMMAND = Pattern.compile("(?m)^    tfflows (.+)$");

  @TempDir Path folder;

  private static final Pattern REQUEST =
      Pattern.compile("\\$ curl -s '?localhost:8501(\\S+?)'? -d '(.*)'\\n(.*)");

  @Test
  void everyCommandSucceedsAndLeavesItsFiles() throws IOException {
    Files.copy(CLI.resolve("src/main/data/penguins.csv"), folder.resolve("penguins.csv"));
    Matcher commands = COMMAND.matcher(Files.readString(CLI.resolve("TUTORIAL.md")));
    int count = 0;
    while (commands.find()) {
      if (!commands.group(1).startsWith("serve")) {
        CommandRun.succeeded(words(commands.group(1)));
        count++;
      }
    }
    assertTrue(count >= 8, "found only " + count + " commands");
    for (String file :
        List.of(
            "model/saved_model.pb",
            "serving/1/saved_model.pb",
            "report.html",
            "mass.csv",
            "species.csv",
            "scores.csv",
            "cells.csv",
            "filled.csv",
            "gentoos.csv")) {
      assertTrue(Files.exists(folder.resolve(file)), file);
    }
    try (Stream<String> lines = Files.lines(folder.resolve("scores.csv"))) {
      assertEquals(345, lines.count(), "a line for each penguin, and the header");
    }
    answersAsTheGuideToServingSays();
  }

  /** Sends the requests of the guide; answers have the fields of those in it. */
  private void answersAsTheGuideToServingSays() throws IOException {
    String guide = Files.readString(CLI.resolveSibling("serve/README.md"));
    Matcher requests = REQUEST.matcher(guide);
    int count = 0;
    try (ModelServer server =
        ModelServer.start(folder.resolve("model"), ServerOptions.defaults().at("127.0.0.1", 0))) {
      Client client = Client.of(server);
      for (; requests.find(); count++) {
        JsonNode answer = client.post(requests.group(1), requests.group(2)).json();
        assertEquals(fields(Client.JSON.readTree(requests.group(3))), fields(answer));
      }
    }
    assertEquals(4, count);
  }

  private static List<String> fields(JsonNode answer) {
    JsonNode fields = answer.has("rows") ? answer.at("/rows/0") : answer;
    return fields.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** The words of a command; its files and folders are in the temporary folder. */
  private Object[] words(String command) {
    String small =
        switch (command.split(" ", 2)[0]) {
          case "fit" -> " --members=1 --held-out=0.3 --layers=1 --hidden=16 --steps=50";
          case "evaluate" -> " --draws=500";
          default -> "";
        };
    return Stream.of((command + small).split(" ", -1))
        .map(word -> word.matches("model|serving|\\w+\\.(csv|html)") ? folder.resolve(word) : word)
        .toArray();
  }
}
