package io.github.tfflows.core.saved.rules;

import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.OpDef.ArgDef;

/** A function of a graph, with its nodes by name. */
record Function(FunctionDef definition, Body body) {
  List<DataType> inputTypes() {
    return types(definition.getSignature().getInputArgList());
  }

  List<DataType> resultTypes() {
    return types(definition.getSignature().getOutputArgList());
  }

  private static List<DataType> types(List<ArgDef> declared) {
    return declared.stream().map(ArgDef::getType).toList();
  }

  List<String> results() {
    return definition.getSignature().getOutputArgList().stream()
        .map(result -> definition.getRetOrDefault(result.getName(), ""))
        .toList();
  }
}
