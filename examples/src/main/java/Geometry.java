import module io.gradus;

/// What tensor operations do to points of the plane: a sum translates, a product with a matrix
/// rotates, scales or skews, both together are an affine map, and a map of a map is one map again.
void main() {
  Tensor square = Tensor.of(new float[][] {{0, 0}, {1, 0}, {1, 1}, {0, 1}});
  show("a square", square);
  show("translated by (2, 1)", square.add(Tensor.of(2f, 1f)));

  double angle = Math.toRadians(90);
  Tensor rotation = matrix(Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle));
  show("rotated by 90°", map(rotation, square));
  show("scaled by (2, 0.5)", map(matrix(2, 0, 0, 0.5), square));
  show("skewed", map(matrix(1, 0.5, 0, 1), square));

  Tensor w1 = matrix(1, 2, 3, 4);
  Tensor b1 = Tensor.of(1f, -1f);
  Tensor w2 = matrix(0, 1, -1, 2);
  Tensor b2 = Tensor.of(5f, 0f);
  Tensor twice = map(w2, map(w1, square).add(b1)).add(b2);
  Tensor once = map(w2.matmul(w1), square).add(map(w2, b1.expandDims(0))).add(b2);
  show("two affine maps", twice);
  show("the one that they are", once);

  // With relu in between it is no affine map any more: the middle of two points is not mapped to
  // the
  // middle of theirs.
  Tensor middle = square.get("0").add(square.get("2")).div(2).expandDims(0);
  Tensor mapped = map(w2, map(w1, middle).sub(2).relu());
  Tensor ends = map(w2, map(w1, square).sub(2).relu());
  IO.println("relu bends: %s is not %s".formatted(mapped, ends.get("0").add(ends.get("2")).div(2)));
}

static Tensor matrix(double a, double b, double c, double d) {
  return Tensor.of(new float[][] {{(float) a, (float) b}, {(float) c, (float) d}});
}

/// Points are rows, so `W·p` for all of them is `points·Wᵀ`.
static Tensor map(Tensor matrix, Tensor points) {
  return points.matmul(matrix.transpose());
}

static void show(String what, Tensor points) {
  // Rounded to thousandths, and without the sign of zero.
  Tensor rounded = points.mul(1000).round().div(1000).add(0);
  IO.println("%-22s %s".formatted(what, rounded.toString().replace("\n", "")));
}
