import io.github.tfflows.serve.triton.TritonModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.SavedModel;

/**
 * Makes a model of Triton of each signature of a SavedModel, or of some alone. Arguments: MODEL
 * REPOSITORY [SIGNATURE...].
 */
public class TritonModels {
  public static void main(String[] arguments) throws Exception {
    Path model = Path.of(arguments[0]).toAbsolutePath();
    SavedModel graph = SavedModel.parseFrom(Files.readAllBytes(model.resolve("saved_model.pb")));
    List<String> some = List.of(arguments).subList(2, arguments.length);
    for (String signature : graph.getMetaGraphs(0).getSignatureDefMap().keySet()) {
      if (!some.isEmpty() && !some.contains(signature)) {
        continue;
      }
      String name = model.getFileName() + "-" + signature;
      Path version = Path.of(arguments[1], name, "1");
      Files.createDirectories(version);
      for (String part : new String[] {"saved_model.pb", "variables"}) {
        Files.createSymbolicLink(version.resolve(part), model.resolve(part));
      }
      TritonModel.of(model, signature).addTo(version);
    }
  }
}
