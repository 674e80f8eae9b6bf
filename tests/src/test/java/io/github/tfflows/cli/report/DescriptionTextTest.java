package io.github.tfflows.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DescriptionTextTest {
  @Test
  void definitionsAreTheirPartsAndRecipesTheirNumbers() {
    ObjectNode description = JsonOutput.object();
    description.put("model", "m");
    description
        .putObject("training")
        .put("steps", "7")
        .put("recipe", "Training[steps=9, batchSize=80, seed=1, optimizer=Adam[beta1=0.9]]");
    description.put(
        "definition",
        "TableDensity[cells=[NumberCell[map=Standardize[mean=[0.5]]], NumberCell[map=Exp[]]]]");
    assertEquals(
        String.join(
            System.lineSeparator(),
            "model       m",
            "training    steps: 7",
            "            recipe: steps=9, batchSize=80, seed=1, beta1=0.9",
            "definition  TableDensity, 2 NumberCell, Standardize, Exp"),
        DescriptionText.of(description));
  }

  @Test
  void manyDerivedColumnsAreCounted() {
    ObjectNode description = JsonOutput.object();
    ObjectNode derived = description.putObject("derived");
    IntStream.range(0, 100).forEach(i -> derived.put("x" + i, "equals column y"));
    String text = DescriptionText.of(description);
    assertEquals(14, text.lines().count(), text);
    assertEquals("            and 88 more", text.lines().skip(12).findFirst().orElseThrow());
  }
}
