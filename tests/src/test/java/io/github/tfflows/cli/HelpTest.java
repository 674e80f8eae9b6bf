package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTest {
  @Test
  void optionsOfAFitStandInSections() {
    List<String> lines = CommandRun.succeeded("fit", "--help").out().lines().toList();
    List<String> sections = List.of("Reading:", "Columns:", "Flow:", "Training:", "Checkpoints:");
    assertTrue(lines.containsAll(sections), lines.toString());
    int training = lines.indexOf("Training:");
    assertTrue(lines.get(training + 1).strip().startsWith("--steps"), lines.get(training + 1));
    assertFalse(CommandRun.succeeded("describe", "--help").out().contains("Training:"));
  }

  @Test
  void mistypedCommandsAndOptionsGetASuggestion() {
    CommandRun.of("fti").fails(2, "Did you mean fit?");
    CommandRun.of("describe", "model", "--jsn").fails(2, "Did you mean --json?");
  }

  @Test
  void eachCommandHasALine() {
    List<String> lines = CommandRun.succeeded("--help").out().lines().toList();
    int from = lines.indexOf("Commands:") + 1;
    List<String> commands =
        lines.subList(from, from + lines.subList(from, lines.size()).indexOf(""));
    assertEquals(Main.commandLine().getSubcommands().size(), commands.size(), commands.toString());
  }

  /** A page that is longer than a window is read by its headings. */
  @Test
  void everyPageHasShortSectionsAndNoEmptyDefaults() {
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      int length = 0;
      for (String line : CommandRun.succeeded(command, "--help").out().lines().toList()) {
        length = line.matches("[A-Z][a-z]+:") ? 0 : length + 1;
        assertTrue(length <= 45, command + " at " + line);
        assertFalse(line.strip().matches("Default:( \\[]| \\{})?"), command + " at " + line);
      }
    }
  }

  @Test
  void choicesAreSpelledAsUsersWriteThem() {
    String help = CommandRun.succeeded("fit", "--help").out();
    assertTrue(help.contains("row by row: none,"), help);
    assertTrue(help.contains("Default: cosine"), help);
    assertTrue(help.contains("Default: neuralSplineAutoregressive"), help);
    assertTrue(CommandRun.succeeded("score", "--help").out().contains("model, refuse"), help);
  }
}
