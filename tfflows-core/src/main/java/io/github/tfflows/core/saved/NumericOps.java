package io.github.tfflows.core.saved;

import java.util.Set;

/**
 * The ops that a model of a stranger may be made of: functions of numbers alone, without state,
 * files, network, processes, strings and resources. They are more than this library uses, since
 * bijectors of users are made of others.
 */
final class NumericOps {
  /** The op that calls a function. */
  static final String CALL = "PartitionedCall";

  /** The op of a loop. */
  static final String LOOP = "StatelessWhile";

  private static final String ELEMENTWISE =
      """
      Abs Acos Acosh Add AddN AddV2 AccumulateNV2 ApproximateEqual Asin Asinh Atan Atan2 Atanh
      BesselI0 BesselI0e BesselI1 BesselI1e BesselJ0 BesselJ1 BesselK0 BesselK0e BesselK1
      BesselK1e BesselY0 BesselY1 Betainc BitwiseAnd BitwiseOr BitwiseXor Cast Ceil ClipByValue
      Cos Cosh Cross Dawsn Digamma Div DivNoNan Equal Erf Erfc Erfinv Exp Expint Expm1 Floor
      FloorDiv FloorMod FresnelCos FresnelSin Greater GreaterEqual Igamma Igammac Inv Invert
      IsFinite IsInf IsNan LeftShift Less LessEqual Lgamma Log Log1p LogicalAnd LogicalNot
      LogicalOr Maximum Minimum Mod Mul MulNoNan Ndtri Neg NextAfter NotEqual Polygamma
      PopulationCount Pow RealDiv Reciprocal RightShift Rint Round Rsqrt Select SelectV2 Sigmoid
      Sign Sin Sinh Spence Sqrt Square SquaredDifference Sub Tan Tanh TruncateDiv TruncateMod
      Xdivy Xlog1py Xlogy Zeta
      """;

  private static final String ALONG_AXES =
      """
      All Any ArgMax ArgMin Cumprod Cumsum CumulativeLogsumexp EuclideanNorm L2Loss Max Mean Min
      Prod SegmentMax SegmentMean SegmentMin SegmentProd SegmentSum Sum TopKV2 UnsortedSegmentMax
      UnsortedSegmentMin UnsortedSegmentProd UnsortedSegmentSum
      """;

  private static final String NETWORKS =
      """
      AvgPool BiasAdd Conv2D Conv2DBackpropInput DepthwiseConv2dNative Elu LeakyRelu LogSoftmax
      MaxPool Relu Relu6 Selu Softmax SoftmaxCrossEntropyWithLogits Softplus Softsign
      """;

  private static final String MATRICES =
      """
      BandedTriangularSolve BatchMatMul BatchMatMulV2 BatchMatMulV3 Cholesky ConjugateTranspose
      Diag DiagPart Einsum LogMatrixDeterminant Lu MatMul MatrixBandPart MatrixDeterminant
      MatrixDiag MatrixDiagPart MatrixDiagPartV2 MatrixDiagPartV3 MatrixDiagV2 MatrixDiagV3
      MatrixInverse MatrixLogarithm MatrixSetDiag MatrixSetDiagV2 MatrixSetDiagV3 MatrixSolve
      MatrixSolveLs MatrixSquareRoot MatrixTriangularSolve Qr SelfAdjointEigV2 Svd
      TridiagonalMatMul TridiagonalSolve
      """;

  private static final String ARRAYS =
      """
      BatchToSpaceND BroadcastArgs BroadcastGradientArgs BroadcastTo Concat ConcatOffset ConcatV2
      Const DepthToSpace EnsureShape ExpandDims Fill Gather GatherNd GatherV2 Identity IdentityN
      InvertPermutation LinSpace LowerBound MirrorPad NoOp OneHot OnesLike Pack Pad PadV2
      Placeholder PreventGradient Range Rank Reshape ReverseV2 Roll ScatterNd
      ScatterNdNonAliasingAdd Shape ShapeN Size Slice SpaceToBatchND SpaceToDepth Split SplitV
      Squeeze StopGradient StridedSlice TensorScatterAdd TensorScatterMax TensorScatterMin
      TensorScatterSub TensorScatterUpdate TensorStridedSliceUpdate Tile Transpose Unpack
      UpperBound Where ZerosLike
      """;

  private static final String GRADIENTS =
      """
      BiasAddGrad EluGrad InvGrad LeakyReluGrad MirrorPadGrad ReciprocalGrad Relu6Grad ReluGrad
      RsqrtGrad SeluGrad SigmoidGrad SoftplusGrad SoftsignGrad SqrtGrad StridedSliceGrad TanhGrad
      """;

  private static final String COMPLEX =
      """
      Angle Complex ComplexAbs Conj FFT FFT2D FFT3D IFFT IFFT2D IFFT3D Imag IRFFT IRFFT2D IRFFT3D
      Real RFFT RFFT2D RFFT3D
      """;

  private static final String RANDOM =
      """
      RandomGammaGrad StatelessMultinomial StatelessParameterizedTruncatedNormal
      StatelessRandomBinomial
      StatelessRandomGammaV2 StatelessRandomGammaV3 StatelessRandomGetKeyCounter
      StatelessRandomGetKeyCounterAlg StatelessRandomNormal StatelessRandomNormalV2
      StatelessRandomPoisson StatelessRandomUniform StatelessRandomUniformFullInt
      StatelessRandomUniformFullIntV2 StatelessRandomUniformInt StatelessRandomUniformIntV2
      StatelessRandomUniformV2 StatelessTruncatedNormal StatelessTruncatedNormalV2
      """;

  /** The names of the ops. */
  static final Set<String> NAMES =
      Set.of(
          String.join(
                  " ",
                  ELEMENTWISE,
                  ALONG_AXES,
                  NETWORKS,
                  MATRICES,
                  ARRAYS,
                  GRADIENTS,
                  COMPLEX,
                  RANDOM,
                  CALL,
                  LOOP,
                  "StatelessIf")
              .trim()
              .split("\\s+"));

  private NumericOps() {}
}
