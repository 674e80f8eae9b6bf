package io.github.tfflows.cli.option;

import io.github.tfflows.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataOptionsTest {
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
    refused(1, "the query \"SELECT 1\" has 1 row; expected at least 10", "--sql 'SELECT 1'");
  }
}
