package com.example.scoring;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.LiveTable;
import io.github.tfflows.tables.RowScore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
public class ScoringApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(ScoringApplication.class, arguments);
  }

  /** The newest version in the directory; Spring closes it. */
  @Bean
  LiveTable table(@Value("${model}") Path directory) throws IOException {
    return LiveTable.open(directory, Execution.defaults(), Duration.ofSeconds(5));
  }

  @RestController
  record Scoring(LiveTable table) {
    @PostMapping("/score")
    List<RowScore> score(@RequestBody List<Map<String, Object>> rows) {
      return table.score(rows).join();
    }
  }
}
