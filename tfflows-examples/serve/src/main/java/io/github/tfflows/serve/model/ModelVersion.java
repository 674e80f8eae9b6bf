package io.github.tfflows.serve.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.serve.tensor.ElementType;
import io.github.tfflows.serve.tensor.SignatureForm;
import io.github.tfflows.serve.tensor.Values;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableSchema;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Result;
import org.tensorflow.Tensor;

/**
 * A version of a model that is open. It stays open while it is in use, even after a newer version
 * has replaced it.
 */
public final class ModelVersion {
  private final ModelFile file;
  private final CompiledDistribution model;
  private final Optional<TableModel> table;
  private final Map<String, SignatureForm> signatures = new TreeMap<>();
  private final Map<String, Batcher<Map<String, Values>, Map<String, Values>>> batchers =
      new HashMap<>();
  private final Optional<Batcher<List<Map<String, @Nullable Object>>, List<RowScore>>> scores;
  private final Optional<Batcher<Asked, List<ObjectNode>>> questions;
  private final CallPolicy policy;
  private final CallQueue queue;
  private final Optional<RowWindow> window;

  /** A question about the rows of a request. */
  private record Asked(RowQuestion question, List<Map<String, @Nullable Object>> rows) {}

  /** The number of its users, plus one until it is retired. */
  private final AtomicInteger users = new AtomicInteger(1);

  private ModelVersion(ModelFile file, CompiledDistribution model, CallPolicy policy) {
    this.file = file;
    this.model = model;
    this.policy = policy;
    this.queue = new CallQueue(policy.workers(), policy.limits().time());
    this.table =
        TableSchema.isIn(model.description())
            ? Optional.of(TableModel.of(model, TableSchema.of(model.description())))
            : Optional.empty();
    this.scores =
        table.map(
            rows -> batcher("scores", (all, count) -> JoinedCall.ofRows(rows::score, all, count)));
    this.questions =
        table.map(rows -> batcher("questions", (all, count) -> answers(rows, all, count)));
    this.window = table.filter(TableModel::hasProfile).map(this::window);
  }

  private static List<List<ObjectNode>> answers(TableModel model, List<Asked> equal, int rows) {
    RowQuestion question = equal.get(0).question;
    return JoinedCall.ofRows(
        all -> question.answers(model, all), equal.stream().map(Asked::rows).toList(), rows);
  }

  private RowWindow window(TableModel rows) {
    return new RowWindow(
        file.model(),
        full -> RowWindow.drift(rows, full),
        this::runLater,
        drift -> policy.events().compared(file.model(), drift));
  }

  static ModelVersion open(ModelFile file, CallPolicy policy) throws IOException {
    CompiledDistribution model =
        CompiledDistribution.loadTrusted(file.directory(), policy.execution());
    try {
      ModelVersion version = new ModelVersion(file, model, policy);
      for (String name : model.signatures()) {
        version.add(SignatureForm.of(name, model.signature(name)));
      }
      return version;
    } catch (RuntimeException e) {
      model.close();
      throw new IOException("%s: %s".formatted(file.directory(), e.getMessage()), e);
    }
  }

  private void add(SignatureForm form) {
    signatures.put(form.name(), form);
    if (form.isOfRows()) {
      batchers.put(
          form.name(),
          batcher(
              form.name(),
              (all, rows) -> JoinedCall.ofTensors(inputs -> run(form, inputs), all, rows)));
    }
  }

  private <Q, A> Batcher<Q, A> batcher(String name, Batcher.Call<Q, A> call) {
    return new Batcher<>(name, policy, call, rows -> policy.events().called(file.model(), rows));
  }

  /** Calls the signatures on a row of zeros: the first call of each takes longest. */
  void warmUp() {
    for (String name : batchers.keySet()) {
      SignatureForm form = signature(name);
      run(form, form.zeros());
    }
  }

  public ModelFile file() {
    return file;
  }

  /** Returns the forms of the signatures, by name. */
  public Map<String, SignatureForm> signatures() {
    return Collections.unmodifiableMap(signatures);
  }

  /**
   * Returns the form of a signature.
   *
   * @throws NoSuchElementException if there is none of the name
   */
  public SignatureForm signature(String name) {
    SignatureForm form = signatures.get(name);
    if (form == null) {
      throw new NoSuchElementException(
          "%s has no signature %s; it has %s".formatted(file.model(), name, signatures.keySet()));
    }
    return form;
  }

  /**
   * Returns the model with its columns.
   *
   * @throws NoSuchElementException if it is not a model of a table
   */
  public TableModel table() {
    return table.orElseThrow(this::noTable);
  }

  private NoSuchElementException noTable() {
    return new NoSuchElementException(file.model() + " is not a model of a table");
  }

  /**
   * Answers a question about rows of the table.
   *
   * @throws NoSuchElementException if it is not a model of a table
   * @throws RejectedExecutionException if too many calls wait
   */
  public <T> CompletableFuture<T> ask(Function<TableModel, T> question) {
    TableModel model = table();
    return queue.call(() -> question.apply(model));
  }

  /**
   * Answers a question about rows of the table, in one call with equal questions. A question with
   * as many rows as a call may have has a call of its own. So has every question under XLA, which
   * would compile its functions for many numbers of rows.
   *
   * @param rows numbers or texts by column; null is a missing value
   * @return an object for each row
   * @throws NoSuchElementException if it is not a model of a table
   * @throws RejectedExecutionException if too many rows wait
   */
  public CompletableFuture<List<ObjectNode>> ask(
      RowQuestion question, List<Map<String, @Nullable Object>> rows) {
    boolean isBatched =
        rows.size() < policy.limits().batchRows()
            && policy.execution().compilation() == Compilation.NONE;
    return isBatched
        ? questions
            .orElseThrow(this::noTable)
            .call(new Asked(question, rows), question, rows.size())
        : ask(model -> question.answers(model, rows));
  }

  /**
   * Scores rows of the table in one call with rows of other requests. Rows are numbers or texts by
   * column; null is a missing value.
   *
   * @throws NoSuchElementException if it is not a model of a table
   * @throws RejectedExecutionException if too many rows wait
   */
  public CompletableFuture<List<RowScore>> score(List<Map<String, @Nullable Object>> rows) {
    return scores.orElseThrow(this::noTable).call(rows, rows.size());
  }

  /**
   * Scores rows as {@link #score} does. After the answer, the rows are compared with the rows of
   * the fit, if the model has a profile of them.
   */
  public CompletableFuture<List<RowScore>> watchedScore(List<Map<String, @Nullable Object>> rows) {
    return score(rows)
        .thenApply(
            answer -> {
              window.ifPresent(gathered -> gathered.add(rows));
              return answer;
            });
  }

  public boolean isTable() {
    return table.isPresent();
  }

  /**
   * Calls a signature. If each of its arrays has an entry for each row, requests share the call.
   *
   * @throws NoSuchElementException if there is no such signature
   * @throws IllegalArgumentException if the inputs do not suit it
   * @throws RejectedExecutionException if too many rows wait
   */
  public CompletableFuture<Map<String, Values>> call(String name, Map<String, Values> inputs) {
    SignatureForm form = signature(name);
    int rows = form.rows(inputs);
    requireFew(rows);
    Values count = inputs.get("count");
    if (count != null && count.type() == ElementType.INT32) {
      requireFew(((int[]) count.array())[0]);
    }
    Batcher<Map<String, Values>, Map<String, Values>> batcher = batchers.get(name);
    return batcher == null ? queue.call(() -> run(form, inputs)) : batcher.call(inputs, rows);
  }

  /**
   * Runs work on the workers; the version stays open until the work ends.
   *
   * @throws RejectedExecutionException if they refuse it
   */
  private void runLater(Runnable work) {
    users.incrementAndGet();
    try {
      policy
          .workers()
          .execute(
              () -> {
                try {
                  work.run();
                } finally {
                  release();
                }
              });
    } catch (RejectedExecutionException e) {
      release();
      throw e;
    }
  }

  private void requireFew(int rows) {
    int most = policy.limits().rows();
    if (rows > most) {
      throw new IllegalArgumentException(
          "expected at most %s rows a request, got %s".formatted(most, rows));
    }
  }

  private Map<String, Values> run(SignatureForm form, Map<String, Values> inputs) {
    Map<String, Tensor> tensors = new HashMap<>();
    try {
      inputs.forEach((input, values) -> tensors.put(input, values.tensor()));
      Map<String, Values> outputs = new TreeMap<>();
      try (Result result = model.call(form.name(), tensors)) {
        result.forEach(entry -> outputs.put(entry.getKey(), Values.of(entry.getValue())));
      }
      return outputs;
    } finally {
      tensors.values().forEach(Tensor::close);
    }
  }

  /** Begins a use, unless the version is closed. */
  boolean retain() {
    return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** Ends a use; the last one closes a version that is retired. */
  public void release() {
    if (users.decrementAndGet() == 0) {
      model.close();
    }
  }
}
