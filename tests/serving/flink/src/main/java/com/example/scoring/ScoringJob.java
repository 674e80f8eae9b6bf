package com.example.scoring;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.stream.FlinkScoring;
import io.github.tfflows.serve.stream.ScoredRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Scores animals, and writes each row once, to one of three folders: {@code usual}, {@code odd}, or
 * {@code unsuitable} with its problem. It fails once, after a checkpoint.
 */
public class ScoringJob {
  /** An animal; its number is not a column of the model. */
  public record Animal(long number, String name, String weight, int legs, String born) {
    static Animal numbered(long number) {
      String weight = "1." + number % 10;
      if (number % 100 == 7) {
        weight = "heavy";
      } else if (number % 100 == 8) {
        weight = "1000000";
      }
      return new Animal(number, "cat", weight, 4, "2022-05-17");
    }

    Map<String, Object> columns() {
      return Map.of(
          "animal", name, "body weight", weight, "length", 0.5, "legs", legs, "born", born);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path model = Path.of(arguments[0]);
    Path output = Path.of(arguments[1]).toAbsolutePath();
    int count = Integer.parseInt(arguments[2]);
    Configuration configuration = new Configuration();
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "1");
    configuration.setString("restart-strategy.fixed-delay.delay", "0 s");
    var job = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    job.setParallelism(2);
    job.enableCheckpointing(100);
    DataStream<ScoredRow<Animal>> scored =
        AsyncDataStream.unorderedWait(
                animals(job, count),
                new FlinkScoring<>(
                    model, Execution.defaults(), Duration.ofSeconds(5), Animal::columns),
                1,
                TimeUnit.MINUTES,
                256)
            .map(new Failing(count / 2));
    write(scored.filter(row -> !row.isSuitable()), output.resolve("unsuitable"));
    write(
        scored.filter(row -> row.isSuitable() && row.isAnomaly(0.01)), output.resolve("odd"));
    write(scored.filter(row -> !row.isAnomaly(0.01)), output.resolve("usual"));
    job.execute("scores of animals");
    if (!Failing.HAS_FAILED.get()) {
      throw new IllegalStateException("the job has not failed after a checkpoint");
    }
  }

  private static DataStream<Animal> animals(StreamExecutionEnvironment job, int count) {
    return job.fromSource(
        new DataGeneratorSource<>(
            Animal::numbered,
            count,
            RateLimiterStrategy.perCheckpoint(count / 4),
            TypeInformation.of(Animal.class)),
        WatermarkStrategy.noWatermarks(),
        "animals");
  }

  private static void write(DataStream<ScoredRow<Animal>> rows, Path folder) {
    rows.map(
            scored ->
                scored.row().number()
                    + " "
                    + scored.score().problem().orElse("" + scored.score().logProb()))
        .sinkTo(
            FileSink.forRowFormat(
                    new org.apache.flink.core.fs.Path(folder.toUri()),
                    new SimpleStringEncoder<String>())
                .build());
  }

  /** Fails once, at a row after a checkpoint. */
  private static final class Failing extends RichMapFunction<ScoredRow<Animal>, ScoredRow<Animal>>
      implements CheckpointListener {
    private static final long serialVersionUID = 1;
    private static final AtomicBoolean HAS_FAILED = new AtomicBoolean();

    private final long first;
    private boolean hasCheckpoint;

    Failing(long first) {
      this.first = first;
    }

    @Override
    public ScoredRow<Animal> map(ScoredRow<Animal> row) {
      if (hasCheckpoint && row.row().number() >= first && !HAS_FAILED.getAndSet(true)) {
        throw new IllegalStateException("a failure on purpose at row " + row.row().number());
      }
      return row;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      hasCheckpoint = true;
    }
  }
}
