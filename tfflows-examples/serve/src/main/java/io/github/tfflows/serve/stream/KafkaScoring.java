package io.github.tfflows.serve.stream;

import io.github.tfflows.serve.LiveTable;
import io.github.tfflows.tables.TableModel;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Adds scores to the rows of a stream of Kafka, whose values are objects by the names of columns:
 *
 * <pre>{@code
 * KStream<String, ScoredRow<Map<String, Object>>> scored =
 *     orders.processValues(new KafkaScoring<>(model));
 * scored
 *     .split()
 *     .branch((key, row) -> !row.isSuitable(), Branched.withConsumer(wrong -> wrong.to("dead-letters")))
 *     .branch((key, row) -> row.isAnomaly(0.001), Branched.withConsumer(odd -> odd.to("anomalies")))
 *     .defaultBranch(Branched.withConsumer(usual -> usual.to("orders-checked")));
 * }</pre>
 *
 * <p>No record stops the stream: a row that does not suit the model, or a record without a value,
 * gets the least p-value and a problem. The processor is stateless, so that under {@code
 * processing.guarantee=exactly_once_v2} each record has one score, by the newest version of the
 * model at that time.
 *
 * @param <K> the type of keys, which do not change
 * @param <V> the type of values, which may be null
 * @param model the model; the caller closes it after the stream
 */
@SuppressWarnings("exports") // of Kafka, which modules without streams do without
public record KafkaScoring<K, V extends @Nullable Map<String, ? extends @Nullable Object>>(
    LiveTable model) implements FixedKeyProcessorSupplier<K, V, ScoredRow<V>> {
  @Override
  public FixedKeyProcessor<K, V, ScoredRow<V>> get() {
    return new Scorer<>(model);
  }

  private static final class Scorer<K, V extends @Nullable Map<String, ? extends @Nullable Object>>
      extends ContextualFixedKeyProcessor<K, V, ScoredRow<V>> {
    private final LiveTable model;

    Scorer(LiveTable model) {
      this.model = model;
    }

    @Override
    public void process(FixedKeyRecord<K, V> record) {
      V row = record.value();
      context().forward(record.withValue(model.with(table -> scored(table, row))));
    }

    private static <V extends @Nullable Map<String, ? extends @Nullable Object>>
        ScoredRow<V> scored(TableModel table, V row) {
      return row == null ? ScoredRow.empty(row, table) : new ScoredRow<>(row, table.score(row));
    }
  }
}
