package io.github.tfflows.core.saved.shapes;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;

/** The ops that models from strangers may have, for the tests that try them. */
public final class AllowedOps {
  /** Returns their declarations, but not those of calls. */
  public static List<OpDef> all() {
    return TensorFlow.registeredOpList().getOpList().stream()
        .filter(op -> NumericOps.FORMS.containsKey(op.getName()))
        .filter(op -> !Set.of(NumericOps.CALL, NumericOps.LOOP).contains(op.getName()))
        .toList();
  }

  /** Returns the values that an attribute may have; none where others depend on it. */
  public static List<AttrValue> values(String op, String attribute) {
    NumericOps.Form form = Objects.requireNonNull(NumericOps.FORMS.get(op), op);
    return form.attributes().getOrDefault(attribute, Set.of()).stream()
        .sorted()
        .filter(value -> !value.equals(NumericOps.ANY))
        .map(AllowedOps::value)
        .toList();
  }

  private static AttrValue value(String text) {
    AttrValue.Builder value = AttrValue.newBuilder();
    if (text.matches("true|false")) {
      return value.setB(Boolean.parseBoolean(text)).build();
    }
    if (text.matches("-?[0-9]+")) {
      return value.setI(Long.parseLong(text)).build();
    }
    if (text.startsWith("[")) {
      Pattern.compile("[^-0-9]+")
          .splitAsStream(text.substring(1))
          .forEach(number -> value.getListBuilder().addI(Long.parseLong(number)));
      return value.build();
    }
    return text.equals("SAME")
        ? value.setS(ByteString.copyFromUtf8(text)).build()
        : value.setType(DataType.valueOf("DT_" + text)).build();
  }

  private AllowedOps() {}
}
