package io.github.tfflows.serve.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.LiveTable;
import io.github.tfflows.serve.NormalTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of rows, in Kafka's driver of tests. */
class KafkaScoringTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Serde<Map<String, Object>> ROWS =
      Serdes.serdeFrom(
          (topic, row) -> bytes(row), (topic, bytes) -> bytes == null ? null : row(bytes));

  private static byte[] bytes(Map<String, Object> row) {
    try {
      return JSON.writeValueAsBytes(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> row(byte[] bytes) {
    try {
      return JSON.readValue(bytes, new TypeReference<Map<String, Object>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TempDir Path folder;

  @BeforeEach
  void fit() throws IOException {
    NormalTable.export(0, folder.resolve("model"));
  }

  private LiveTable open() throws IOException {
    return LiveTable.open(folder.resolve("model"), Execution.defaults(), Duration.ofMillis(20));
  }

  private static TopologyTestDriver driver(LiveTable model) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, ScoredRow<Map<String, Object>>> scored =
        builder.stream("rows", Consumed.with(Serdes.String(), ROWS))
            .processValues(new KafkaScoring<>(model));
    Produced<String, String> texts = Produced.with(Serdes.String(), Serdes.String());
    scored
        .split()
        .branch(
            (key, row) -> !row.isSuitable(),
            Branched.withConsumer(
                wrong ->
                    wrong.mapValues(row -> row.score().problem().orElseThrow()).to("dead", texts)))
        .branch(
            (key, row) -> row.isAnomaly(0.05),
            Branched.withConsumer(odd -> odd.mapValues(KafkaScoringTest::text).to("odd", texts)))
        .defaultBranch(
            Branched.withConsumer(
                usual -> usual.mapValues(KafkaScoringTest::text).to("usual", texts)));
    Properties properties = new Properties();
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    return new TopologyTestDriver(builder.build(), properties);
  }

  private static String text(ScoredRow<Map<String, Object>> row) {
    return row.row().get("a") + " " + row.score().logProb();
  }

  private static TestOutputTopic<String, String> output(TopologyTestDriver driver, String topic) {
    return driver.createOutputTopic(
        topic, Serdes.String().deserializer(), Serdes.String().deserializer());
  }

  private static TestInputTopic<String, Map<String, Object>> input(TopologyTestDriver driver) {
    return driver.createInputTopic("rows", Serdes.String().serializer(), ROWS.serializer());
  }

  @Test
  void eachRecordGoesOnByItsScore() throws IOException {
    try (LiveTable model = open();
        TopologyTestDriver driver = driver(model)) {
      TestInputTopic<String, Map<String, Object>> rows = input(driver);
      rows.pipeInput("ordinary", Map.of("a", 0.1, "b", 0.2));
      rows.pipeInput("far", Map.of("a", 30, "b", 0.2));
      rows.pipeInput("wrong", Map.of("a", "much", "b", 0.2));
      rows.pipeInput("lacking", Map.of("c", 1));
      rows.pipeInput("none", null);
      float expected = model.with(table -> table.score(Map.of("a", 0.1, "b", 0.2))).logProb();
      assertEquals(
          Map.of("ordinary", "0.1 " + expected), output(driver, "usual").readKeyValuesToMap());
      assertEquals(
          List.of("far"), List.copyOf(output(driver, "odd").readKeyValuesToMap().keySet()));
      Map<String, String> problems = output(driver, "dead").readKeyValuesToMap();
      assertEquals(3, problems.size(), problems.toString());
      assertTrue(String.valueOf(problems.get("wrong")).contains("much"), problems.toString());
      assertEquals("the record has no value", problems.get("none"));
    }
  }
}
