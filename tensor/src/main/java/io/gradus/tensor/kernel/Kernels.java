package io.gradus.tensor.kernel;

import java.util.List;

/// The loops a device runs, one method for each kind. Every method but [#scatterNd] writes all of
/// `out`, which is dense and shares no storage with an input; inputs are any strided views. Shapes
/// and types have been checked by the operation's rule, so a kernel checks only values (such as
/// indices).
///
/// [ScalarKernels] is the specification: a backend gives the same results, exactly for everything
/// but floating-point products, and functions such as `exp`, which may differ in the last places.
/// One backend gives the same bits whatever the number of threads.
public interface Kernels {
  /// {@return the backend's name}
  String name();

  /// {@return name and properties for people, such as the vector width}
  String description();

  /// {@return the workers that share the loops}
  Workers workers();

  /// {@return of how many samples convolutions make one tile; with fewer they leave part of it
  /// unused}
  int tileSamples();

  /// `out = f(x)`, element by element. All have one shape and type.
  void unary(UnaryFunction f, Strided out, Strided x);

  /// `out = f(x, y)`, element by element. All have one shape and type.
  void binary(BinaryFunction f, Strided out, Strided x, Strided y);

  /// {@return the loop that does the operations of a chain in one pass; the bits are those of the
  /// operations one by one}
  ///
  /// @param chain the operations
  /// @param rows the number of rows of the elements; 1 where no operand is a row or column
  /// @param length the number of elements in a row
  ChainLoop fuse(Chain chain, int rows, int length);

  /// {@return the loop of a chain whose operand `product`, one element for each, is a matrix
  /// product that nothing else reads. Its operands are the two matrices, then the chain's others}
  ///
  /// @param length the columns of the product
  ChainLoop fuseProduct(Chain chain, int product, int length);

  /// {@return the loop of a chain that sums one of its results over rows of `n` elements, which
  /// follow each other; the sums are its last result}
  ///
  /// @param summed the place of what is summed among the chain's results
  /// @param isKept whether it is a result of the loop too
  /// @param length the number of elements in a row of the chain
  /// @param n at least 1
  ChainLoop fuseSum(Chain chain, int summed, boolean isKept, int length, int n);

  /// `out = x r y`, as `bool`; `x` and `y` have one type, all have one shape.
  void compare(Relation r, Strided out, Strided x, Strided y);

  /// `out = condition ? x : y`, element by element.
  void select(Strided out, Strided condition, Strided x, Strided y);

  /// Converts elements: to integers by truncation with wrap-around, to `bool` as `x ≠ 0`, to
  /// floating-point numbers by rounding to the nearest, ties to even.
  void cast(Strided out, Strided x);

  /// Copies the bytes of the elements, in row-major order, into elements of another type; the rows
  /// over the last axis, or single elements, take as many bytes in both.
  void reinterpret(Strided out, Strided x);

  /// Copies elements of one type. Alone among the kernels it takes any view as `out`.
  void copy(Strided out, Strided x);

  /// Sets every element to a number, converted as [#cast] does.
  void fill(Strided out, double value);

  /// Reduces the last `axes` axes of `x`; `out` has the others.
  void reduce(Reduction reduction, Strided out, Strided x, int axes);

  /// The position of the [Reduction#MAX] or [Reduction#MIN] along the last axis, as `int32`; the
  /// first of equals, and the first NaN before all numbers.
  void argReduce(Reduction reduction, Strided out, Strided x);

  /// The running [Reduction#SUM] or [Reduction#PROD] along the last axis, one element after the
  /// other.
  void cumulate(Reduction reduction, Strided out, Strided x);

  /// `outᵢ = aᵢ·outᵢ₋₁ + bᵢ` along the last axis, from `out₋₁ = 0` on. All are floating and have
  /// one shape and type.
  void recurrence(Strided out, Strided a, Strided b);

  /// Sorts along the last axis, and writes to `positions`, an `int32` view of the same shape, where
  /// the elements were. Stable; NaN counts as largest.
  void sort(Strided out, Strided positions, Strided x, boolean descending);

  /// `out` = the element of `v` where the window of `x` has its first largest cell, or its first
  /// NaN; `v` has the type of `x`, and is `x` itself for the largest elements. The shapes are `[n,
  /// …, channels]`.
  void maxPool(Strided out, Strided x, Strided v, Windows windows);

  /// The opposite of [#maxPool]: zeros, to which each element of `g` is added where the window of
  /// `x` has its first largest cell, in row-major order of the windows.
  void maxPoolGradient(Strided out, Strided x, Strided g, Windows windows);

  /// `out` = the mean of the cells of each window, which are added in row-major order. All are
  /// floating.
  void averagePool(Strided out, Strided x, Windows windows);

  /// The gradient of [#averagePool]: zeros, to which each element of `g`, divided by the number of
  /// cells of its window, is added at all these cells, in row-major order of the windows.
  void averagePoolGradient(Strided out, Strided g, Windows windows);

  /// The matrix product over the last two axes; leading axes are the same in all three. The rows of
  /// `out` may lie apart.
  void matmul(Strided out, Strided a, Strided b);

  /// The product of two matrices in `float32`, which goes to the epilogue, each element once, and
  /// is kept nowhere.
  void matmul(Strided a, Strided b, Epilogue epilogue);

  /// The lower triangular `out` with `out·outᵀ = x` over the last two axes, in `float32` or
  /// `float64`; only the lower triangle of `x` is read.
  ///
  /// @throws IllegalArgumentException if a matrix is not positive definite
  void cholesky(Strided out, Strided x);

  /// The determinants over the last two axes, in `float32` or `float64`.
  void determinant(Strided out, Strided x);

  /// The solution of `a·out = b` over the last two axes, in `float32` or `float64`; leading axes
  /// are the same in all three.
  ///
  /// @throws ArithmeticException if a matrix is singular; the operation adds its name
  void solve(Strided out, Strided a, Strided b);

  /// As [#solve], where only the lower or upper triangle of `a` is read.
  ///
  /// @throws ArithmeticException if an element of a diagonal is 0; the operation adds its name
  void solveTriangular(Strided out, Strided a, Strided b, boolean lower);

  /// The convolution of `x`, `[n, l₁, …, channels]`, with a kernel `[t₁, …, channels of a group,
  /// filters]`; `out` is `[n, windows, …, filters]`. All three have one floating type.
  void convolve(Sweep sweep, Strided out, Strided x, Strided kernel);

  /// The gradient of [#convolve] by `x`, for a gradient `g` of its result: a transposed convolution
  /// of `g`.
  void convolveTransposed(Sweep sweep, Strided out, Strided g, Strided kernel);

  /// The gradient of [#convolve] by the kernel, for a gradient `g` of its result.
  void convolveKernel(Sweep sweep, Strided out, Strided x, Strided g);

  /// `out[i…, j…, k…] = x[i…, indices[j…], k…]`, where `i…` are the `axis` leading axes.
  ///
  /// @throws IndexOutOfBoundsException if an index lies outside [−n, n)
  void gather(Strided out, Strided x, Strided indices, int axis);

  /// The opposite of [#gather]: zeros, to which `updates[i…, j…, k…]` is added at `out[i…,
  /// indices[j…], k…]` in the order of `j…`.
  ///
  /// @throws IndexOutOfBoundsException if an index lies outside [−n, n)
  void scatterAdd(Strided out, Strided indices, Strided updates, int axis);

  /// `out[j…, k…] = x[…]`, where the last axis of `indices` holds at `j…` a position for each of
  /// `axes`, and `k…` are the other axes of `x` in order.
  ///
  /// @throws IndexOutOfBoundsException if a position lies outside [−n, n)
  void gatherNd(Strided out, Strided x, Strided indices, int... axes);

  /// The opposite of [#gatherNd]: `updates[j…, k…]` is added to what `out` holds at the place that
  /// `indices` names, or takes its place, in the order of `j…`. `out` is not cleared before.
  ///
  /// @throws IndexOutOfBoundsException if a position lies outside [−n, n)
  void scatterNd(Strided out, Strided indices, Strided updates, boolean add, int... axes);

  /// Attention, see [io.gradus.tensor.ScaledDotProductAttention]: `out =
  /// softmax(query·keyᵀ·scale)·value` for each sample and head, where the options hide and drop
  /// weights.
  void attention(Strided out, Strided query, Strided key, Strided value, AttentionOptions how);

  /// The gradients of [#attention] by query, key and value: `inputs` are these and the gradient of
  /// `out`.
  void attentionGradient(List<Strided> outputs, List<Strided> inputs, AttentionOptions how);

  /// Softmax over the last axis, or its logarithm: `exp(x − max) / Σ exp(x − max)`.
  void softmax(Strided out, Strided x, boolean logarithm);

  /// The cross-entropies of rows of logits, see [io.gradus.tensor.SoftmaxCrossEntropy].
  void crossEntropy(Strided out, Strided logits, Strided labels);

  /// The gradient of [#crossEntropy] by the logits, for a gradient `g` of its result.
  void crossEntropyGradient(Strided out, Strided logits, Strided labels, Strided g);

  /// The cross-entropies of rows of probabilities, see [io.gradus.tensor.ProbabilityCrossEntropy].
  void probabilityCrossEntropy(Strided out, Strided p, Strided labels, double epsilon);

  /// The gradient of [#probabilityCrossEntropy] by `p`, for a gradient `g` of its result.
  void probabilityCrossEntropyGradient(
      Strided out, Strided p, Strided labels, Strided g, double epsilon);

  /// Rows over the last axis with mean 0 and variance 1, see [io.gradus.tensor.Standardize].
  void standardize(Strided out, Strided x, double epsilon);

  /// The gradient of [#standardize] by `x`, for a gradient `g` of its result.
  void standardizeGradient(Strided out, Strided x, Strided g, double epsilon);

  /// Columns over all axes but the last with mean 0 and variance 1, their means and variances, see
  /// [io.gradus.tensor.BatchStandardize].
  void batchStandardize(Strided out, Strided mean, Strided variance, Strided x, double epsilon);

  /// The gradient of [#batchStandardize] by `x`, for a gradient `g` of its first result.
  void batchStandardizeGradient(
      Strided out, Strided x, Strided mean, Strided variance, Strided g, double epsilon);

  /// Uniform numbers in [0, 1): element `i` comes from [Philox] under the `key` at block `counter +
  /// i / 4`.
  void uniform(Strided out, long key, long counter);

  /// Numbers of the standard normal distribution: four `float`s or two `double`s come from a block
  /// of [Philox] under the `key`, element `i` from block `counter + i / 4` or `counter + i / 2`.
  ///
  /// @param truncated whether numbers beyond ±2 are replaced by those at their place in the same
  ///   block with another third word, 1, 2, …, until they are not
  void normal(Strided out, long key, long counter, boolean truncated);
}
