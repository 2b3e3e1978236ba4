import module io.gradus;

/// Relu, addition and products as loops over elements, beside the library: the same numbers, and
/// how much longer the loops take.
void main() {
  int n = 512;
  float[][] x = matrix(n, 1);
  float[][] y = matrix(n, 2);
  float[] v = x[0];
  float[] w = y[0];
  Tensor tx = Tensor.of(x);
  Tensor ty = Tensor.of(y);
  Tensor tv = Tensor.of(v);
  Tensor tw = Tensor.of(w);

  compare("relu", () -> Tensor.of(naiveRelu(x)), tx::relu);
  compare("matrix + matrix", () -> Tensor.of(naiveAdd(x, y)), () -> tx.add(ty));
  compare("matrix + vector", () -> Tensor.of(naiveAddVector(x, v)), () -> tx.add(tv));
  compare("vector · vector", () -> Tensor.of(naiveDot(v, w)), () -> tv.mul(tw).sum());
  compare(
      "matrix · vector",
      () -> Tensor.of(naiveMatrixVector(x, v)),
      () -> tx.matmul(tv.expandDims(1)).reshape(-1));
  compare(
      "matrix · vector, by rows",
      () -> Tensor.of(naiveMatrixVectorByRows(x, v)),
      () -> tx.matmul(tv.expandDims(1)).reshape(-1));
  compare("matrix · matrix", () -> Tensor.of(naiveMatrixDot(x, y)), () -> tx.matmul(ty));
}

static float[][] matrix(int n, long seed) {
  float[] values = Tensor.randomUniform(Shape.of(n * n), -1, 1, seed).toFloatArray();
  float[][] matrix = new float[n][];
  for (int i = 0; i < n; i++) {
    matrix[i] = Arrays.copyOfRange(values, i * n, (i + 1) * n);
  }
  return matrix;
}

static float[][] naiveRelu(float[][] x) {
  float[][] y = new float[x.length][x[0].length];
  for (int i = 0; i < x.length; i++) {
    for (int j = 0; j < x[i].length; j++) {
      y[i][j] = Math.max(x[i][j], 0);
    }
  }
  return y;
}

static float[][] naiveAdd(float[][] x, float[][] y) {
  float[][] z = new float[x.length][x[0].length];
  for (int i = 0; i < x.length; i++) {
    for (int j = 0; j < x[i].length; j++) {
      z[i][j] = x[i][j] + y[i][j];
    }
  }
  return z;
}

static float[][] naiveAddVector(float[][] x, float[] v) {
  float[][] z = new float[x.length][x[0].length];
  for (int i = 0; i < x.length; i++) {
    for (int j = 0; j < x[i].length; j++) {
      z[i][j] = x[i][j] + v[j];
    }
  }
  return z;
}

static float naiveDot(float[] v, float[] w) {
  float sum = 0;
  for (int i = 0; i < v.length; i++) {
    sum += v[i] * w[i];
  }
  return sum;
}

static float[] naiveMatrixVector(float[][] x, float[] v) {
  float[] z = new float[x.length];
  for (int i = 0; i < x.length; i++) {
    for (int j = 0; j < x[i].length; j++) {
      z[i] += x[i][j] * v[j];
    }
  }
  return z;
}

static float[] naiveMatrixVectorByRows(float[][] x, float[] v) {
  float[] z = new float[x.length];
  for (int i = 0; i < x.length; i++) {
    z[i] = naiveDot(x[i], v);
  }
  return z;
}

static float[][] naiveMatrixDot(float[][] x, float[][] y) {
  float[][] z = new float[x.length][y[0].length];
  float[] column = new float[y.length];
  for (int j = 0; j < y[0].length; j++) {
    for (int k = 0; k < y.length; k++) {
      column[k] = y[k][j];
    }
    for (int i = 0; i < x.length; i++) {
      z[i][j] = naiveDot(x[i], column);
    }
  }
  return z;
}

/// Prints how far the results are apart, and the ratio of the shortest times.
static void compare(String what, Supplier<Tensor> naive, Supplier<Tensor> library) {
  double apart = naive.get().sub(library.get()).square().max().sqrt().item();
  double ratio = nanos(naive) / nanos(library);
  IO.println(
      "%-25s differs by %.1e, the loop takes %.1f times as long".formatted(what, apart, ratio));
}

static double nanos(Supplier<Tensor> task) {
  long best = Long.MAX_VALUE;
  long end = System.nanoTime() + 100_000_000;
  while (System.nanoTime() < end) {
    long start = System.nanoTime();
    Tensor _ = task.get();
    best = Math.min(best, System.nanoTime() - start);
  }
  return best;
}
