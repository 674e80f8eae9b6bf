package io.github.tfflows.serve.triton;

import io.github.tfflows.serve.tensor.ElementType;
import io.github.tfflows.serve.tensor.SignatureForm;
import io.github.tfflows.serve.tensor.SignatureForm.Form;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/**
 * A signature of an exported model as a model of the Python backend of Triton Inference Server.
 * Triton reads {@code config.pbtxt} in a directory of versions, and {@code model.py} in each
 * version, which opens the SavedModel beside it with TensorFlow. Other servers can still read the
 * same directory. Waiting requests share a call if each array has an entry for each row.
 *
 * @param configuration the text of {@code config.pbtxt}
 */
public record TritonModel(String configuration) {
  private static final String CONFIGURATION = "config.pbtxt";
  private static final String PROGRAM = "model.py";
  private static final int BATCH_ROWS = 1024;

  private static final Pattern SIGNATURE =
      Pattern.compile("key:\\s*\"signature\"\\s*value\\s*\\{\\s*string_value:\\s*\"([^\"]*)\"");

  /**
   * Describes a signature.
   *
   * @param model the directory of a SavedModel
   * @param signature the name of the signature
   * @throws IOException if the directory cannot be read
   * @throws IllegalArgumentException if the model has no such signature
   */
  public static TritonModel of(Path model, String signature) throws IOException {
    Map<String, SignatureDef> signatures = signatures(model);
    SignatureDef found = signatures.get(signature);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s has no signature %s; it has %s".formatted(model, signature, signatures.keySet()));
    }
    return new TritonModel(configuration(SignatureForm.of(signature, found)));
  }

  private static Map<String, SignatureDef> signatures(Path model) throws IOException {
    try (InputStream file = Files.newInputStream(model.resolve("saved_model.pb"))) {
      return new TreeMap<>(SavedModel.parseFrom(file).getMetaGraphs(0).getSignatureDefMap());
    }
  }

  private static String configuration(SignatureForm form) {
    boolean isBatched = form.isOfRows();
    return """
    backend: "python"
    max_batch_size: %s
    %sparameters { key: "signature" value { string_value: "%s" } }
    instance_group [ { kind: KIND_CPU } ]
    input [
    %s
    ]
    output [
    %s
    ]
    """
        .formatted(
            isBatched ? BATCH_ROWS : 0,
            isBatched ? "dynamic_batching { }\n" : "",
            form.name(),
            arrays(form.inputs(), isBatched),
            arrays(form.outputs(), isBatched));
  }

  private static String arrays(Map<String, Form> forms, boolean areBatched) {
    return forms.entrySet().stream()
        .map(array -> array(array.getKey(), array.getValue(), areBatched))
        .collect(Collectors.joining(",\n"));
  }

  /** The declaration of an array. Triton has no scalars: a scalar has size one there. */
  private static String array(String name, Form form, boolean isBatched) {
    long[] sizes = form.shape().asArray();
    long[] own = isBatched ? Arrays.copyOfRange(sizes, 1, sizes.length) : sizes;
    String single = isBatched ? "[1] reshape { shape: [ ] }" : "[1]";
    String shape = own.length == 0 ? single : Arrays.toString(own);
    return "  { name: \"%s\" data_type: %s dims: %s }".formatted(name, type(form.type()), shape);
  }

  private static String type(ElementType type) {
    return "TYPE_" + (type == ElementType.STRING ? "STRING" : type.inference());
  }

  /**
   * Checks that the configuration in a directory of versions, if there is one, is for this
   * signature.
   *
   * @throws IOException if its configuration cannot be read
   * @throws IllegalArgumentException if the configuration names another signature
   */
  public void requireSuits(Path directory) throws IOException {
    Path file = directory.resolve(CONFIGURATION);
    if (Files.exists(file)) {
      Optional<String> there = signature(Files.readString(file));
      Optional<String> own = signature(configuration);
      if (there.isPresent() && !there.equals(own)) {
        throw new IllegalArgumentException(
            "%s serves the signature %s; export %s to another directory"
                .formatted(file, there.get(), own.orElseThrow()));
      }
    }
  }

  private static Optional<String> signature(String configuration) {
    Matcher found = SIGNATURE.matcher(configuration);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /**
   * Adds the files to the directory of an exported version, whose parent gets the configuration
   * unless it has one.
   *
   * @throws IllegalArgumentException if that configuration names another signature
   */
  public void addTo(Path version) throws IOException {
    Path parent = Objects.requireNonNull(version.toAbsolutePath().normalize().getParent());
    requireSuits(parent);
    Path target = parent.resolve(CONFIGURATION);
    if (!Files.exists(target)) {
      write(target, configuration.getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream program = TritonModel.class.getResourceAsStream(PROGRAM)) {
      write(version.resolve(PROGRAM), Objects.requireNonNull(program, PROGRAM).readAllBytes());
    }
  }

  /** Writes a file that appears complete or not at all. */
  private static void write(Path file, byte[] bytes) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
