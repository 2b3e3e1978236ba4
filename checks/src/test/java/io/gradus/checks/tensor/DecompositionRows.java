package io.gradus.checks.tensor;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Decompositions;
import io.gradus.tensor.Eigenvalues;
import io.gradus.tensor.LuDecomposition;
import io.gradus.tensor.PseudoInverse;
import io.gradus.tensor.QrDecomposition;
import io.gradus.tensor.SingularValues;
import io.gradus.tensor.SlogDet;
import io.gradus.tensor.SymmetricEigenvalues;
import io.gradus.tensor.Tensor;
import io.gradus.testkit.OpCase;
import io.gradus.testkit.Sample;
import java.util.Arrays;
import java.util.stream.Stream;

/// Rows for the factors of matrices. What is golden comes from NumPy 1.24 and SciPy 1.10 on LAPACK
/// 3.11: `numpy.linalg.qr`, `svd`, `eigh`, `eig`, `pinv`, `slogdet`, `norm` and
/// `scipy.linalg.lu_factor` of these matrices.
final class DecompositionRows {
  private static final Tensor THREE_BY_TWO = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
  private static final String[] SHAPES = {
    "[1,1]", "[3,3]", "[4,2]", "[2,4]", "[2,4,3]", "[2,1,2,3]", "[0,3,2]", "[2,5,1]"
  };
  // Some matrices, and so many that threads share them.
  private static final String[] SIZES = {"[m,m]", "[600,4,3]"};

  private DecompositionRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(qr(), lu(), singularValues(), eigenvalues(), others()).flatMap(rows -> rows);
  }

  private static Tensor together(Tensor... parts) {
    return Tensor.concat(0, Arrays.stream(parts).map(Tensor::flatten).toArray(Tensor[]::new));
  }

  private static OpCase factored(OpCase row) {
    return row.shapes(SHAPES).sizes(SIZES).tolerance(64).differences(1e-6, 1e-4);
  }

  // The part of a complete basis that is not one of many.
  private static Tensor projector(Tensor columns, long from) {
    Tensor rest = columns.get("..., " + from + ":");
    return rest.matmul(rest.swapAxes(-1, -2));
  }

  private static Tensor first(Tensor columns, long count) {
    return columns.get("..., :" + count);
  }

  private static Stream<OpCase> qr() {
    return Stream.of(
        factored(
                OpCase.unary(
                    QrDecomposition.class,
                    x -> {
                      Decompositions.Qr qr = x.qr();
                      return qr.q().matmul(qr.r());
                    }))
            .named("qr, multiplied")
            .backendTolerance(64)
            .referenceOf(in -> in.getFirst())
            .rejects("[3]", "qr: needs at least two axes; got float32[3]"),
        factored(OpCase.unary(QrDecomposition.class, x -> together(x.qr().q(), x.qr().r())))
            .named("qr")
            .gives(
                Tensor.of(
                    -0.16903085094570325,
                    0.8970852271450607,
                    -0.50709255283711,
                    0.27602622373694136,
                    -0.8451542547285166,
                    -0.34503277967117696,
                    -5.916079783099616,
                    -7.437357441610946,
                    0,
                    0.828078671210825),
                THREE_BY_TWO)
            .gives(Tensor.of(1f, -2f), Tensor.of(new int[][] {{-2}})),
        factored(OpCase.unary(QrDecomposition.class, DecompositionRows::completeQr))
            .named("complete qr")
            .backendTolerance(64)
            .gives(
                Tensor.of(
                    -0.16903085094570325,
                    0.8970852271450607,
                    -0.50709255283711,
                    0.27602622373694136,
                    -0.8451542547285166,
                    -0.34503277967117696,
                    0.16666666666666666,
                    -0.3333333333333333,
                    0.16666666666666666,
                    -0.3333333333333333,
                    0.6666666666666666,
                    -0.3333333333333333,
                    0.16666666666666666,
                    -0.3333333333333333,
                    0.16666666666666666,
                    -5.916079783099616,
                    -7.437357441610946,
                    0,
                    0.828078671210825,
                    0,
                    0),
                THREE_BY_TWO));
  }

  private static Tensor completeQr(Tensor x) {
    Decompositions.Qr qr = x.qr(true);
    long k = Math.min(x.dim(-1), x.dim(-2));
    return together(first(qr.q(), k), projector(qr.q(), k), qr.r());
  }

  private static Stream<OpCase> lu() {
    return Stream.of(
        factored(OpCase.unary(LuDecomposition.class, x -> x.luFactor().factors()))
            .gives(
                Tensor.of(
                    new double[][] {
                      {7, 8, 10},
                      {0.14285714285714285, 0.8571428571428572, 1.5714285714285716},
                      {0.5714285714285714, 0.5000000000000002, -0.5}
                    }),
                Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}))
            .rejects("[3]", "luFactor: needs at least two axes; got float32[3]"),
        OpCase.unary(LuDecomposition.class, x -> x.luFactor().pivots())
            .named("luFactor, pivots")
            .shapes("[3,2]")
            .sizes(SIZES)
            .gives(Tensor.of(2, 2, 2), Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}))
            .gives(Tensor.of(new int[] {0}), Tensor.of(new float[][] {{2, 1}}))
            .nonDifferentiable());
  }

  private static Stream<OpCase> singularValues() {
    return Stream.of(
        factored(
                OpCase.unary(
                    SingularValues.class,
                    x -> {
                      Decompositions.Svd svd = x.svd(false);
                      return svd.u().mul(svd.s().expandDims(-2)).matmul(svd.vt());
                    }))
            .named("svd, multiplied")
            .backendTolerance(64)
            .referenceOf(in -> in.getFirst())
            .rejects("[3]", "svd: needs at least two axes; got float32[3]"),
        factored(
                OpCase.unary(
                    SingularValues.class,
                    x -> {
                      Decompositions.Svd svd = x.svd(false);
                      return together(svd.u(), svd.s(), svd.vt());
                    }))
            .named("svd")
            .gives(
                Tensor.of(
                    -0.22984769640007147,
                    0.8834610176985255,
                    -0.5247448187602937,
                    0.24078249213254635,
                    -0.8196419411205159,
                    -0.4018960334334318,
                    9.525518091565107,
                    0.5143005806586443,
                    -0.6196294838293404,
                    -0.7848944532670524,
                    -0.7848944532670524,
                    0.6196294838293404),
                THREE_BY_TWO),
        factored(OpCase.unary(SingularValues.class, DecompositionRows::fullSvd))
            .named("full svd")
            .backendTolerance(64)
            .gives(
                Tensor.of(
                    -0.22984769640007147,
                    0.8834610176985255,
                    -0.5247448187602937,
                    0.24078249213254635,
                    -0.8196419411205159,
                    -0.4018960334334318,
                    0.16666666666666666,
                    -0.3333333333333333,
                    0.16666666666666666,
                    -0.3333333333333333,
                    0.6666666666666666,
                    -0.3333333333333333,
                    0.16666666666666666,
                    -0.3333333333333333,
                    0.16666666666666666,
                    9.525518091565107,
                    0.5143005806586443,
                    -0.6196294838293404,
                    -0.7848944532670524,
                    -0.7848944532670524,
                    0.6196294838293404,
                    0,
                    0,
                    0,
                    0),
                THREE_BY_TWO),
        factored(OpCase.unary(SingularValues.class, Tensor::singularValues))
            .named("singularValues")
            .gives(Tensor.of(9.525518091565107, 0.5143005806586443), THREE_BY_TWO)
            .gives(Tensor.of(3f, 0f), Tensor.of(new int[][] {{3, 0}, {0, 0}}))
            .gives(Tensor.zeros(2, 0), Tensor.zeros(2, 3, 0)),
        factored(OpCase.unary(SingularValues.class, x -> x.norm(2, Axes.of(-2, -1))))
            .named("norm of order 2 over two axes")
            .gives(Tensor.of(9.525518091565107), THREE_BY_TWO),
        factored(OpCase.unary(SingularValues.class, x -> x.norm(-2, Axes.of(-1, -2).keep())))
            .named("norm of order −2 over two axes")
            .gives(Tensor.of(new double[][] {{0.5143005806586443}}), THREE_BY_TWO),
        factored(OpCase.unary(SingularValues.class, x -> x.nuclearNorm(Axes.of(-2, -1))))
            .named("nuclearNorm")
            .gives(Tensor.of(10.039818672223753), THREE_BY_TWO)
            .rejects("[3]", "nuclearNorm: axis -2 is out of range for shape [3]"));
  }

  private static Tensor fullSvd(Tensor x) {
    Decompositions.Svd svd = x.svd(true);
    long k = svd.s().dim(-1);
    Tensor v = svd.vt().swapAxes(-1, -2);
    return together(
        first(svd.u(), k),
        projector(svd.u(), k),
        svd.s(),
        first(v, k).swapAxes(-1, -2),
        projector(v, k));
  }

  private static Stream<OpCase> eigenvalues() {
    Tensor symmetric = Tensor.of(new double[][] {{2, 1, 0}, {1, 3, -1}, {0, -1, 1}});
    return Stream.of(
        OpCase.unary(
                SymmetricEigenvalues.class,
                x -> {
                  Decompositions.Eigen eigen = symmetric(x).eigh();
                  return together(eigen.values(), eigen.vectors());
                })
            .named("eigh")
            .shapes("[1,1]", "[2,2]", "[3,3]", "[2,4,4]", "[0,3,3]")
            .sizes("[m,m]", "[600,3,3]")
            .tolerance(64)
            .differences(1e-6, 1e-4)
            .gives(
                Tensor.of(
                    0.4679111137620439,
                    1.6527036446661396,
                    3.8793852415718164,
                    -0.29312841385727223,
                    0.8440296287459853,
                    -0.449098785111287,
                    0.44909878511128687,
                    -0.2931284138572723,
                    -0.8440296287459852,
                    0.8440296287459853,
                    0.4490987851112869,
                    0.29312841385727223),
                symmetric),
        OpCase.unary(SymmetricEigenvalues.class, x -> x.eigh().values())
            .named("eigh of a lower triangle")
            .shapes()
            .sizes()
            .gives(Tensor.of(-1f, 3f), Tensor.of(new float[][] {{1, Float.NaN}, {2, 1}}))
            .rejects("[2,3]", "eigh: needs square matrices; got float32[2, 3]"),
        OpCase.unary(
                Eigenvalues.class,
                x -> {
                  Decompositions.Eigen eigen = separated(x).eig();
                  return together(eigen.values(), eigen.vectors());
                })
            .named("eig")
            .shapes("[1,1]", "[2,2]", "[3,3]", "[2,4,4]", "[0,3,3]")
            .sizes("[5,5]", "[600,3,3]")
            .inputs(Sample.uniform(-1, 1))
            .tolerance(64)
            .differences(1e-6, 1e-4)
            .gives(Tensor.of(6.0, 4, 1, 0, 0, 1), Tensor.of(new double[][] {{12, 0}, {0, 0}}))
            .rejects("[2,3]", "eig: needs square matrices; got float32[2, 3]"));
  }

  private static Tensor symmetric(Tensor x) {
    return x.add(x.swapAxes(-1, -2)).mul(0.5);
  }

  // With eigenvalues so far apart that all are real.
  private static Tensor separated(Tensor x) {
    long n = x.dim(-1);
    if (n != x.dim(-2)) {
      return x;
    }
    Tensor steps = Tensor.arange((int) n).mul(4).cast(x.dtype()).diag();
    return x.mul(0.5).add(steps);
  }

  private static Stream<OpCase> others() {
    return Stream.of(
        OpCase.unary(
                SlogDet.class,
                x -> {
                  var parts = x.add(Tensor.eye(x.dim(-1)).cast(x.dtype()).mul(8)).slogDet();
                  return parts.logarithm();
                })
            .shapes("[1,1]", "[3,3]", "[2,4,4]", "[0,3,3]")
            .sizes("[m,m]")
            .tolerance(16)
            .gives(Tensor.of(Math.log(2)), Tensor.of(new double[][] {{-7, 2}, {3, -4}})),
        OpCase.unary(SlogDet.class, x -> together(x.slogDet().sign(), x.slogDet().logarithm()))
            .named("slogDet of few")
            .shapes()
            .sizes()
            .gives(Tensor.of(-1, 0.6931471805599455), Tensor.of(new double[][] {{1, 2}, {3, 4}}))
            .gives(Tensor.of(0f, Float.NEGATIVE_INFINITY), Tensor.of(new int[][] {{1, 2}, {2, 4}}))
            .gives(Tensor.of(1f, 0f), Tensor.zeros(0, 0))
            .rejects("[2,3]", "slogDet: needs square matrices; got float32[2, 3]"),
        OpCase.unary(SlogDet.class, Tensor::logDet)
            .named("logDet")
            .shapes()
            .sizes()
            .gives(Tensor.of(Math.log(3)), Tensor.of(new double[][] {{2, 1}, {1, 2}}))
            .gives(Tensor.of(Float.NaN), Tensor.of(new float[][] {{0, 1}, {1, 0}}))
            .rejects("[2,3]", "logDet: needs square matrices; got float32[2, 3]"),
        factored(OpCase.unary(PseudoInverse.class, Tensor::pinv))
            .named("pinv")
            .gives(
                Tensor.of(
                    new double[][] {
                      {-1.3333333333333337, -0.33333333333333287, 0.6666666666666665},
                      {1.0833333333333335, 0.3333333333333329, -0.4166666666666665}
                    }),
                THREE_BY_TWO)
            .gives(
                Tensor.of(new float[][] {{0.5f, 0}, {0, 0}}),
                Tensor.of(new int[][] {{2, 0}, {0, 0}}))
            .rejects("[3]", "pinv: needs at least two axes; got float32[3]"),
        OpCase.binary(PseudoInverse.class, Tensor::lstsq)
            .named("lstsq")
            .shapes("[3,3] [3]", "[4,2] [4]", "[2,4] [2,3]", "[5,1] [5,2]")
            .sizes("[m,3] [m]")
            .tolerance(64)
            .backendTolerance(64)
            .differences(1e-6, 1e-4)
            .gives(Tensor.of(0, 0.25), THREE_BY_TWO, Tensor.of(1.0, 0, 2))
            .rejects(
                "[2,2] [3]",
                "lstsq: needs a matrix and as many right sides, a vector or a matrix; got"
                    + " a=float32[2, 2], b=float32[3]"));
  }
}
