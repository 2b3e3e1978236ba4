package io.gradus.checks.tensor;

import io.gradus.tensor.Movement;
import io.gradus.tensor.Scan;
import io.gradus.tensor.ScanBody;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.testkit.Grid;
import io.gradus.testkit.OpCase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The rows of [OpTable] for loops over an axis, and for axes of length 1 beside several unknown
/// ones.
final class ScanRows {
  private ScanRows() {}

  static Stream<OpCase> rows() {
    return Stream.of(
        row("stacked outputs", false, false)
            .rejects(
                "[3] [2,3] [3] [4,3]",
                "scan: the sequences need first axes of one length; got [float32[2, 3], float32[4,"
                    + " 3]]"),
        row("stacked outputs, last step first", true, false),
        row("last carry", false, true)
            .rejects(
                "[1] [3,4] [4]",
                "scan: a step must keep the types of the carries; got carry 0=float32[1], then"
                    + " float32[4]"),
        row("last carry, last step first", true, true),
        OpCase.unary(
                Movement.ExpandDims.class,
                x -> Tensor.apply(new Movement.ExpandDims(1), x).getFirst())
            .shapes("[5]", "[2,3]", "[2,0,3]", "[2,3,4]")
            .sizes("[n]", "[3,n]")
            .referenceOf(in -> {
              Shape shape = in.getFirst().shape();
              Shape longer = shape.slice(0, 1).concat(Shape.of(1)).concat(shape.from(1));
              return new Grid(longer, in.getFirst().values());
            }),
        OpCase.unary(
                Movement.Squeeze.class,
                x -> Tensor.apply(new Movement.Squeeze(List.of(0, 2)), x).getFirst())
            .shapes("[1,5,1]", "[1,2,1,3]", "[1,0,1]")
            .sizes("[1,n,1]", "[1,3,1,n]")
            .referenceOf(in -> {
              Shape shape = in.getFirst().shape();
              Shape shorter = shape.slice(1, 2).concat(shape.from(3));
              return new Grid(shorter, in.getFirst().values());
            }));
  }

  /// `c ← c·w + x`, and the output `c·x`; operands `c`, `x` and `w`.
  private static OpCase row(String what, boolean reverse, boolean last) {
    return OpCase.of(
            Scan.class,
            in -> {
              ScanBody.Results results = scanned(in, reverse);
              return last ? results.carries().getFirst() : results.outputs().getFirst();
            })
        .named("scan, " + what)
        .shapes("[] [3] []", "[2] [4,2] [2]", "[2,3] [1,2,3] [2,3]", "[3] [0,3] [3]")
        .sizes("[n] [3,n] [n]")
        .accumulating()
        .referenceOf(in -> expected(in, reverse, last));
  }

  private static Grid expected(List<Grid> in, boolean reverse, boolean last) {
    double[] carry = in.get(0).values().clone();
    double[] x = in.get(1).values();
    double[] w = in.get(2).values();
    double[] y = new double[x.length];
    int n = carry.length;
    int steps = in.get(1).dim(0);
    for (int step = 0; step < steps; step++) {
      int at = (reverse ? steps - 1 - step : step) * n;
      for (int i = 0; i < n; i++) {
        carry[i] = carry[i] * w[i] + x[at + i];
        y[at + i] = carry[i] * x[at + i];
      }
    }
    return last ? new Grid(in.get(0).shape(), carry) : new Grid(in.get(1).shape(), y);
  }

  private static ScanBody.Results scanned(List<Tensor> in, boolean reverse) {
    List<Tensor> sequences = new ArrayList<>(List.of(in.get(1)));
    sequences.addAll(in.subList(3, in.size()));
    ScanBody body =
        ScanBody.of(
            (carries, slices, fixed) -> {
              Tensor carry = carries.getFirst().mul(fixed.getFirst()).add(slices.getFirst());
              return new ScanBody.Results(List.of(carry), List.of(carry.mul(slices.getFirst())));
            },
            List.of(in.get(0).type()),
            sequences.stream()
                .map(Tensor::type)
                .map(type -> type.withShape(type.shape().from(1)))
                .toList(),
            List.of(in.get(2).type()));
    return body.scan(List.of(in.get(0)), sequences, List.of(in.get(2)), reverse);
  }
}
