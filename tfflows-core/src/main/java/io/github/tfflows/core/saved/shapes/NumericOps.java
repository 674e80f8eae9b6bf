package io.github.tfflows.core.saved.shapes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.AttrDef;

/**
 * The ops allowed in models from strangers, with the attributes that exported models use. They are
 * functions of numbers whose shapes follow from the shapes of their inputs.
 */
public final class NumericOps {
  public static final String CALL = "PartitionedCall";

  public static final String LOOP = "StatelessWhile";

  /** Any value of an attribute: the shapes of the op depend on it. */
  static final String ANY = "*";

  @FunctionalInterface
  interface Shapes {
    /**
     * Returns the outputs of an op.
     *
     * @throws RuntimeException if it breaks a rule; the message is the rule
     */
    List<Value> of(Operation operation);
  }

  /**
   * An op.
   *
   * @param attributes the allowed values of attributes; others must have their default
   */
  record Form(Map<String, Set<String>> attributes, Shapes shapes) {}

  /** The largest number of entries of a computed array. */
  private static final long MOST_ENTRIES = 1 << 26;

  private static final long MOST_ENTRIES_OF_ROW = 1 << 24;

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern COMMA = Pattern.compile(",");
  private static final String FLOATS = "T=FLOAT,DOUBLE";

  static final Map<String, Form> FORMS = new NumericOps().forms;

  private final Map<String, Form> forms = new HashMap<>();

  private NumericOps() {
    addEntrywise();
    addReductions();
    addArrays();
    addMatrices();
    addRandom();
    // Their shapes are those of the functions that they call.
    add(CALL, Operation::inputs, "Tin=* Tout=* f=* config=* config_proto=* executor_type=*");
    add(LOOP, Operation::inputs, "T=* cond=* body=* output_shapes=*");
  }

  private void add(String names, Shapes shapes, String attributes) {
    Form form =
        new Form(
            words(attributes)
                .collect(
                    Collectors.toUnmodifiableMap(
                        each -> each.substring(0, each.indexOf('=')),
                        each -> values(each.substring(each.indexOf('=') + 1)))),
            shapes);
    words(names).forEach(name -> forms.put(name, form));
  }

  private static Stream<String> words(String text) {
    return SPACES.splitAsStream(text).filter(word -> !word.isEmpty());
  }

  private static Set<String> values(String listed) {
    return listed.startsWith("[")
        ? Set.of(listed)
        : COMMA.splitAsStream(listed).collect(Collectors.toUnmodifiableSet());
  }

  public static boolean isAllowed(String op) {
    return FORMS.containsKey(op);
  }

  /** Returns whether a value of an attribute of an allowed op is allowed. */
  public static boolean isOfForm(String op, AttrDef attribute, AttrValue value) {
    Set<String> values = form(op).attributes().get(attribute.getName());
    return values == null
        ? value.equals(attribute.getDefaultValue())
        : values.contains(ANY) || values.contains(text(value));
  }

  /**
   * Infers the outputs of a node.
   *
   * @param inputs the arrays that it reads
   * @throws IllegalArgumentException or ArithmeticException if it breaks a rule; the message is the
   *     rule
   */
  public static List<Value> outputs(NodeDef node, List<Value> inputs) {
    List<Value> outputs = form(node.getOp()).shapes().of(new Operation(node, inputs));
    for (Value output : outputs) {
      Size entries = Value.of(Operation.requireShape(output.shape())).entries();
      Operation.require(
          node.getOp().equals("Const")
              || (entries.fixed() <= MOST_ENTRIES && entries.perRow() <= MOST_ENTRIES_OF_ROW),
          "computes an array of %s entries",
          entries);
    }
    return outputs;
  }

  private static Form form(String op) {
    return Objects.requireNonNull(FORMS.get(op), op);
  }

  /** Returns the value of an attribute in the notation of forms. */
  public static String text(AttrValue value) {
    return switch (value.getValueCase()) {
      case TYPE -> value.getType().name().substring("DT_".length());
      case I -> Long.toString(value.getI());
      case B -> Boolean.toString(value.getB());
      case S -> value.getS().toStringUtf8();
      case LIST -> value.getList().getIList().toString().replace(" ", "");
      default -> ANY;
    };
  }

  private void addEntrywise() {
    add(
        """
        Abs Acos Asin Asinh Atan Cos Digamma Elu Erf Erfc Exp Expm1 Floor Lgamma Log Log1p Ndtri
        Neg Relu Rint Sigmoid Sin Sinh Softplus Sqrt Square StopGradient Tanh ZerosLike
        """,
        EntrywiseShapes::likeFirst,
        FLOATS);
    add(
        "Cast",
        EntrywiseShapes::likeFirst,
        "SrcT=FLOAT,DOUBLE,BFLOAT16,BOOL,INT32 DstT=FLOAT,DOUBLE,BFLOAT16,INT32");
    add("Add Mul", EntrywiseShapes::arithmetic, "T=FLOAT,DOUBLE,INT32,INT64");
    add("Betainc Div Greater GreaterEqual Igamma Igammac Sub", EntrywiseShapes::broadcast, FLOATS);
    add("Maximum Minimum SelectV2", EntrywiseShapes::broadcast, "T=FLOAT,DOUBLE,INT32");
    add("Less LessEqual", EntrywiseShapes::broadcast, "T=INT32");
    add("LogicalAnd", EntrywiseShapes::broadcast, "");
    add("AddN", EntrywiseShapes::sum, "N=* T=FLOAT,DOUBLE");
    add("Select", EntrywiseShapes::select, FLOATS);
  }

  private void addReductions() {
    add("Sum Mean", ReductionShapes::reduced, "T=FLOAT,DOUBLE keep_dims=false");
    add("Max", ReductionShapes::reduced, "T=FLOAT,DOUBLE keep_dims=true");
    add("All Any", ReductionShapes::reduced, "");
    add("ArgMax", ReductionShapes::place, "T=FLOAT,DOUBLE output_type=INT32");
    add("Cumsum ReverseV2", ReductionShapes::alongAxes, FLOATS);
    add("LogSoftmax Softmax", ReductionShapes::alongLast, FLOATS);
    add("TopKV2", ReductionShapes::largest, FLOATS);
    add("UpperBound", ReductionShapes::places, FLOATS);
  }

  private void addArrays() {
    add("Const", ArrayShapes::constant, "dtype=FLOAT,DOUBLE,INT32,INT64,BOOL value=*");
    add("Placeholder", ArrayShapes::placeholder, "dtype=FLOAT,DOUBLE,INT32,INT64 shape=*");
    add("EnsureShape", ArrayShapes::ensured, "T=FLOAT,DOUBLE shape=*");
    add("Shape", ArrayShapes::shape, FLOATS);
    add("BroadcastTo", ArrayShapes::broadcastTo, FLOATS);
    add("Reshape", ArrayShapes::reshape, "T=FLOAT,DOUBLE,INT32,BOOL Tshape=INT32,INT64");
    add("ExpandDims", ArrayShapes::expand, "T=FLOAT,DOUBLE,INT32");
    add("Squeeze", ArrayShapes::squeeze, "T=FLOAT,DOUBLE squeeze_dims=[-1]");
    add("Slice", ArrayShapes::slice, "T=FLOAT,DOUBLE,INT32 Index=INT32");
    add("StridedSlice", ArrayShapes::sizes, "T=INT32 Index=INT32");
    add("ConcatV2", ArrayShapes::concat, "N=* T=FLOAT,DOUBLE,INT32");
    add("Pack", ArrayShapes::pack, "N=* T=FLOAT,DOUBLE axis=0");
    add("Unpack", ArrayShapes::unpack, "num=* T=FLOAT,DOUBLE axis=*");
    add("SplitV", ArrayShapes::split, "num_split=* T=FLOAT,DOUBLE Tlen=INT32");
    add("PadV2", ArrayShapes::pad, FLOATS);
    add(
        "GatherV2",
        ArrayShapes::gather,
        "Tparams=FLOAT,DOUBLE Tindices=INT32 Taxis=INT32 batch_dims=0");
    add("Transpose", ArrayShapes::transpose, "T=FLOAT,DOUBLE Tperm=INT32");
    add("OneHot", ArrayShapes::oneHot, "T=FLOAT,DOUBLE TI=INT32");
    add("Range", ArrayShapes::range, "Tidx=INT32");
    add("TensorScatterAdd", ArrayShapes::scatter, "T=FLOAT,DOUBLE Tindices=INT32");
  }

  private void addMatrices() {
    add("MatMul", MatrixShapes::product, "T=FLOAT,DOUBLE,BFLOAT16 transpose_a=false,true");
    add(
        "BatchMatMulV3",
        MatrixShapes::products,
        "Ta=FLOAT,DOUBLE Tb=FLOAT,DOUBLE Tout=FLOAT,DOUBLE adj_y=false,true");
    add("MatrixInverse", MatrixShapes::square, FLOATS);
    add("MatrixTriangularSolve", MatrixShapes::solution, "T=FLOAT,DOUBLE lower=false,true");
    add("LogMatrixDeterminant", MatrixShapes::determinant, FLOATS);
    add("Qr", MatrixShapes::factors, FLOATS);
    add("Conv2D", MatrixShapes::convolution, "T=FLOAT,DOUBLE padding=SAME strides=[1,1,1,1]");
  }

  private void addRandom() {
    add("StatelessRandomGetKeyCounter", RandomShapes::start, "Tseed=INT64");
    add(
        "StatelessRandomNormalV2 StatelessRandomUniformV2",
        RandomShapes::draws,
        "dtype=FLOAT,DOUBLE Tshape=INT32");
    add("StatelessRandomGammaV3", RandomShapes::gamma, "dtype=FLOAT,DOUBLE shape_dtype=INT32");
  }
}
