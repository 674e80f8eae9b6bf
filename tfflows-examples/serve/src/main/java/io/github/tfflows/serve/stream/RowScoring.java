package io.github.tfflows.serve.stream;

import io.github.tfflows.serve.LiveTable;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Adds scores to the rows of a stream of Kafka, whose values are objects by the names of columns:
 *
 * <pre>{@code
 * KStream<String, ScoredRow> scored = orders.processValues(new RowScoring<>(model));
 * scored
 *     .split()
 *     .branch((key, row) -> !row.isSuitable(), Branched.withConsumer(wrong -> wrong.to("dead-letters")))
 *     .branch((key, row) -> row.isAnomaly(0.001), Branched.withConsumer(odd -> odd.to("anomalies")))
 *     .defaultBranch(Branched.withConsumer(usual -> usual.to("orders-checked")));
 * }</pre>
 *
 * <p>No record stops the stream: a row that does not suit the model, or a record without a value,
 * has the least p-value and a problem. The processor is stateless, so that under {@code
 * processing.guarantee=exactly_once_v2} each record has one score, by the newest version of the
 * model at that time.
 *
 * @param <K> the type of keys, which do not change
 * @param model the model; the caller closes it after the stream
 */
@SuppressWarnings("exports") // of Kafka, which modules without streams do without
public record RowScoring<K>(LiveTable model)
    implements FixedKeyProcessorSupplier<K, Map<String, ? extends @Nullable Object>, ScoredRow> {
  @Override
  public FixedKeyProcessor<K, Map<String, ? extends @Nullable Object>, ScoredRow> get() {
    return new Scorer<>(model);
  }

  private static final class Scorer<K>
      extends ContextualFixedKeyProcessor<K, Map<String, ? extends @Nullable Object>, ScoredRow> {
    private final LiveTable model;

    Scorer(LiveTable model) {
      this.model = model;
    }

    @Override
    public void process(FixedKeyRecord<K, Map<String, ? extends @Nullable Object>> record) {
      Map<String, ? extends @Nullable Object> row = record.value();
      context().forward(record.withValue(model.with(table -> scored(table, row))));
    }

    private static ScoredRow scored(
        TableModel table, @Nullable Map<String, ? extends @Nullable Object> row) {
      if (row == null) {
        return new ScoredRow(Map.of(), problem(table, "the record has no value"));
      }
      try {
        return new ScoredRow(row, table.score(row));
      } catch (IllegalArgumentException e) {
        return new ScoredRow(row, problem(table, String.valueOf(e.getMessage())));
      }
    }

    private static RowScore problem(TableModel table, String problem) {
      return new RowScore(
          Float.NEGATIVE_INFINITY,
          Float.POSITIVE_INFINITY,
          table.reference().pValue(Double.NEGATIVE_INFINITY),
          Optional.of(problem));
    }
  }
}
