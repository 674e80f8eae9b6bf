package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.saved.Seal;
import io.github.tfflows.core.saved.definition.DefinitionReader;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.SavedModel;

/** Unreadable descriptions give one error with the name of the file. */
class DamagedDescriptionTest {
  @TempDir Path folder;

  private void assertNamed(Path file, Executable reading) {
    String message = String.valueOf(assertThrows(IOException.class, reading).getMessage());
    assertTrue(message.startsWith(file + " holds a damaged description"), message);
  }

  private void write(String description) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("saved_model.pb"))) {
      Seal.write(ResealedModels.model(), description, out);
    }
  }

  @Test
  void escapesThatAreNoneAreFound() throws IOException {
    write("definition=a\\u00zz\n");
    assertNamed(folder.resolve("saved_model.pb"), () -> CompiledDistribution.load(folder).close());
  }

  @Test
  void thoseBesideModelsOfOthersAreNamed() throws IOException {
    Path model = folder.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.newBuilder().addMetaGraphs(ResealedModels.model());
    Files.write(model, saved.build().toByteArray());
    Path description = folder.resolve("tfflows.properties");
    for (byte[] damaged : new byte[][] {{'a', '=', '\\', 'u', 'z'}, {'a', '=', (byte) 0xff}}) {
      Files.write(description, damaged);
      assertNamed(
          description,
          () -> CompiledDistribution.loadTrusted(folder, Execution.defaults()).close());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table.modelled.1.kind=real\ntable.modelled.1.step=much",
        "table.modelled.1.kind=unreal",
        "table.modelled.1.kind=boolean",
        "table.modelled.1.kind=date\ntable.modelled.1.origin=yesterday",
        "table.modelled.1.kind=real\ntable.conditioning=SOME"
      })
  void columnsAreThoseOfAFit(String entries) throws IOException {
    write("table.modelled.1.name=a\n" + entries + "\n");
    assertNamed(
        folder.resolve("saved_model.pb"),
        () -> TableModel.load(folder, Execution.defaults()).close());
  }

  /** Definitions that were cut, or of which a character was replaced, are read or refused. */
  @Test
  void damagedDefinitionsAreRefusedInOneWay() {
    Random random = new Random(1);
    int read = 0;
    String whole = ModelDescription.of(Flows.nice(3), 0).get("definition.record");
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder(whole);
      int place = random.nextInt(whole.length());
      if (i % 3 == 0) {
        text.setLength(place);
      } else {
        text.setCharAt(place, "\"\\()[],= 0a\n".charAt(random.nextInt(12)));
      }
      try {
        DefinitionReader.read(text.toString(), Distribution.class);
        read++;
      } catch (IllegalArgumentException e) {
        assertTrue(String.valueOf(e.getMessage()).length() > 10, e.getMessage());
      }
    }
    assertTrue(read < 1000, "read: " + read);
  }

  /** A definition of a text and a truth. */
  record Named(String name, boolean flag) {}

  private static void assertRefused(String expected, String fields) {
    String text = Named.class.getName() + "(" + fields + ")";
    Expect.rejected(expected, () -> DefinitionReader.read(text, Named.class));
  }

  @Test
  void textsAreQuotedAndFlagsAreTrueOrFalse() {
    assertRefused("a quoted text", "name=5, flag=true");
    assertRefused("a quoted text", "name=\"a, flag=true");
    assertRefused("a quoted text", "name=");
    assertRefused("true or false", "name=\"a\", flag=maybe");
    String text = Named.class.getName() + "(name=\"a\\\nb\", flag=true)";
    assertEquals(new Named("a\nb", true), DefinitionReader.read(text, Named.class));
  }
}
