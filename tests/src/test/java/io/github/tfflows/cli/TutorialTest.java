package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  }

  /** The words of a command; its files and folders are in the temporary folder. */
  private Object[] words(String command) {
    String small =
        command.startsWith("fit ")
            ? " --members=1 --held-out=0.3 --layers=1 --hidden=16 --steps=50"
            : "";
    return Stream.of((command + small).split(" ", -1))
        .map(word -> word.matches("model|serving|\\w+\\.(csv|html)") ? folder.resolve(word) : word)
        .toArray();
  }
}
