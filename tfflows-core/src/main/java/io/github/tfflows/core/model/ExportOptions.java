package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Immutable options for the export of a model.
 *
 * @param existing whether to replace an existing model
 * @param version the positive number of a subdirectory, as TensorFlow Serving expects it; empty, to
 *     write into the given directory itself
 * @param warmUp batches of rows for warm-up requests, which TensorFlow Serving replays when it
 *     loads the model
 * @param compilation whether runtimes compile the exported functions by XLA
 * @param entries further entries of the model's description
 * @param signatures further signatures
 */
public record ExportOptions(
    Existing existing,
    OptionalLong version,
    List<Data> warmUp,
    Compilation compilation,
    Map<String, String> entries,
    List<AddedSignature> signatures) {
  /** The treatment of an existing model at the place of the export. */
  public enum Existing {
    /** Fail, and keep the existing model. */
    KEEP,

    /** Replace it when the new model is complete. */
    REPLACE
  }

  public ExportOptions {
    Objects.requireNonNull(existing, "existing");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(compilation, "compilation");
    warmUp = List.copyOf(Objects.requireNonNull(warmUp, "warmUp"));
    entries = Map.copyOf(Objects.requireNonNull(entries, "entries"));
    signatures = List.copyOf(Objects.requireNonNull(signatures, "signatures"));
    version.ifPresent(number -> Require.atLeast("version", number, 1));
  }

  /** Returns options for a new directory, without version, warm-up or XLA. */
  public static ExportOptions defaults() {
    return new ExportOptions(
        Existing.KEEP, OptionalLong.empty(), List.of(), Compilation.NONE, Map.of(), List.of());
  }

  /** Returns these options, with an existing model to be replaced. */
  public ExportOptions replacing() {
    return new ExportOptions(Existing.REPLACE, version, warmUp, compilation, entries, signatures);
  }

  /**
   * Returns these options with a version number.
   *
   * @param number the name of a subdirectory for the model, 1 or more
   */
  public ExportOptions withVersion(long number) {
    return new ExportOptions(
        existing, OptionalLong.of(number), warmUp, compilation, entries, signatures);
  }

  /**
   * Returns these options with warm-up requests, one for each batch of rows.
   *
   * @param batches rows of the sizes that the service will see
   */
  public ExportOptions withWarmUp(Data... batches) {
    return new ExportOptions(
        existing,
        version,
        List.of(Objects.requireNonNull(batches, "batches")),
        compilation,
        entries,
        signatures);
  }

  /**
   * Returns these options with another compilation. Models exported for XLA need a TensorFlow that
   * was built with it. They compile at the first call of each batch size, each signature as a
   * whole: draws of autoregressive spline flows with dozens of features take minutes.
   *
   * @param how op by op, or compiled
   */
  public ExportOptions withCompilation(Compilation how) {
    return new ExportOptions(existing, version, warmUp, how, entries, signatures);
  }

  /**
   * Returns these options with a further entry of the model's description, such as the names of the
   * columns.
   */
  public ExportOptions describing(String key, String value) {
    return describing(
        Map.of(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
  }

  /** Returns these options with further entries of the description, which replace equal keys. */
  public ExportOptions describing(Map<String, String> others) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.putAll(Objects.requireNonNull(others, "others"));
    return new ExportOptions(existing, version, warmUp, compilation, more, signatures);
  }

  /**
   * Returns these options with further signatures.
   *
   * @param added signatures with different names
   */
  public ExportOptions withSignatures(List<? extends AddedSignature> added) {
    List<AddedSignature> all = new ArrayList<>(signatures);
    all.addAll(Objects.requireNonNull(added, "added"));
    return new ExportOptions(existing, version, warmUp, compilation, entries, all);
  }
}
