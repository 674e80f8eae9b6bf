package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Compilation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * How a model is written to disk: an immutable set of choices.
 *
 * @param existing whether to replace an existing model
 * @param version the number of the directory below the given one, as TensorFlow Serving expects it,
 *     or nothing to write into the given directory itself
 * @param warmUp rows for which a log-probability request is recorded, replayed by TensorFlow
 *     Serving when it loads the model; none, to record nothing
 * @param compilation whether the exported functions ask to be compiled by XLA
 * @param entries more entries of the model's description
 * @param signatures more signatures
 */
public record ExportOptions(
    Existing existing,
    OptionalLong version,
    List<Data> warmUp,
    Compilation compilation,
    Map<String, String> entries,
    List<AddedSignature> signatures) {
  /** The treatment of a model that exists at the place of the export. */
  public enum Existing {
    /** Fail, and keep the existing model. */
    KEEP,

    /** Replace it once the new one is complete. */
    REPLACE
  }

  /**
   * Copies the warm-up rows and checks the version.
   *
   * @throws IllegalArgumentException if the version is not positive
   */
  public ExportOptions {
    Objects.requireNonNull(existing, "existing");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(compilation, "compilation");
    warmUp = List.copyOf(Objects.requireNonNull(warmUp, "warmUp"));
    entries = Map.copyOf(Objects.requireNonNull(entries, "entries"));
    signatures = List.copyOf(Objects.requireNonNull(signatures, "signatures"));
    if (version.isPresent() && version.getAsLong() < 1) {
      throw new IllegalArgumentException("a version must be 1 or more, got " + version.getAsLong());
    }
  }

  /** Returns the choice of a new directory, without version, warm-up or XLA. */
  public static ExportOptions defaults() {
    return new ExportOptions(
        Existing.KEEP, OptionalLong.empty(), List.of(), Compilation.NONE, Map.of(), List.of());
  }

  /** Returns these choices, with an existing model to be replaced. */
  public ExportOptions replacing() {
    return new ExportOptions(Existing.REPLACE, version, warmUp, compilation, entries, signatures);
  }

  /**
   * Returns these choices with a version number.
   *
   * @param number the name of the directory that is written below the given one
   * @throws IllegalArgumentException if the number is not positive
   */
  public ExportOptions withVersion(long number) {
    return new ExportOptions(
        existing, OptionalLong.of(number), warmUp, compilation, entries, signatures);
  }

  /**
   * Returns these choices with warm-up requests, one for each batch of rows.
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
   * Returns these choices with another compilation. Models that ask for XLA run where TensorFlow
   * was built with it, and are compiled at the first call of each batch size, each entry point as a
   * whole: draws of autoregressive spline flows of dozens of features in minutes.
   *
   * @param how op by op, or compiled
   */
  public ExportOptions withCompilation(Compilation how) {
    return new ExportOptions(existing, version, warmUp, how, entries, signatures);
  }

  /**
   * Returns these choices with one more entry of the model's description, for instance the names of
   * the columns.
   *
   * @param key its key
   * @param value its text
   */
  public ExportOptions describing(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    return new ExportOptions(existing, version, warmUp, compilation, more, signatures);
  }

  /**
   * Returns these choices with more signatures.
   *
   * @param added signatures with names of their own
   */
  public ExportOptions withSignatures(List<? extends AddedSignature> added) {
    List<AddedSignature> all = new ArrayList<>(signatures);
    all.addAll(Objects.requireNonNull(added, "added"));
    return new ExportOptions(existing, version, warmUp, compilation, entries, all);
  }
}
