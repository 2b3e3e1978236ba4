package io.gradus.nn.operation;

/// The classes of `keras.src.ops.numpy`, operations of NumPy. [OperationClasses] has the form of a
/// row.
final class NumpyClasses {
  static final String ROWS =
      """
      Abs abs() x
      Absolute absolute() x
      Add add() x1, x2
      All all(axis=None, keepdims=False) x
      AllClose allclose(rtol=1e-05, atol=1e-08, equal_nan=False) x1, x2
      Amax amax(axis=None, keepdims=False) x
      Amin amin(axis=None, keepdims=False) x
      Angle angle() x
      Any any(axis=None, keepdims=False) x
      Append append(axis=None) x1, x2
      Arange arange(dtype=None) start, stop=None, step=None
      Arccos arccos() x
      Arccosh arccosh() x
      Arcsin arcsin() x
      Arcsinh arcsinh() x
      Arctan arctan() x
      Arctan2 arctan2() x1, x2
      Arctanh arctanh() x
      Argmax argmax(axis=None, keepdims=False) x
      Argmin argmin(axis=None, keepdims=False) x
      Argpartition argpartition(kth, axis=-1) x
      Argsort argsort(axis=-1) x
      Array array(dtype=None) x
      ArraySplit array_split(indices_or_sections, axis=0) x
      Average average(axis=None) x, weights=None
      Bincount bincount(weights=None, minlength=0, sparse=False) x
      BitwiseAnd bitwise_and() x, y
      BitwiseInvert bitwise_invert() x
      BitwiseLeftShift bitwise_left_shift() x, y
      BitwiseNot bitwise_not() x
      BitwiseOr bitwise_or() x, y
      BitwiseRightShift bitwise_right_shift() x, y
      BitwiseXor bitwise_xor() x, y
      BroadcastTo broadcast_to(shape) x
      Cbrt cbrt() x
      Ceil ceil() x
      Clip clip(x_min, x_max) x
      ColumnStack column_stack() xs
      Concatenate concatenate(axis=0) xs
      Conj conj() x
      Conjugate conjugate() x
      Copy copy() x
      Corrcoef corrcoef() x
      Correlate correlate(mode='valid') x1, x2
      Cos cos() x
      Cosh cosh() x
      CountNonzero count_nonzero(axis=None) x
      Cross cross(axisa=-1, axisb=-1, axisc=-1, axis=None) x1, x2
      Cumprod cumprod(axis=None, dtype=None) x
      Cumsum cumsum(axis=None, dtype=None) x
      Deg2rad deg2rad() x
      Diag diag(k=0) x
      Diagflat diagflat(k=0) x
      Diagonal diagonal(offset=0, axis1=0, axis2=1) x
      Diff diff(n=1, axis=-1) a
      Digitize digitize() x, bins
      Divide divide() x1, x2
      DivideNoNan divide_no_nan() x1, x2
      Dot dot() x1, x2
      Dsplit dsplit(indices_or_sections) x
      Dstack dstack() xs
      Einsum einsum(subscripts) *operands
      EmptyLike empty_like(dtype=None) x
      Equal equal() x1, x2
      Exp exp() x
      Exp2 exp2() x
      ExpandDims expand_dims(axis) x
      Expm1 expm1() x
      Fabs fabs() x
      Flip flip(axis=None) x
      Fliplr fliplr() x
      Flipud flipud() x
      Floor floor() x
      FloorDivide floor_divide() x1, x2
      Fmax fmax() x1, x2
      Fmin fmin() x1, x2
      Fmod fmod() x1, x2
      Full full(shape, dtype=None) fill_value
      FullLike full_like(dtype=None) x, fill_value
      Gcd gcd() x1, x2
      Geomspace geomspace(num=50, endpoint=True, dtype=None, axis=0) start, stop
      GetItem get_item() x, key
      Greater greater() x1, x2
      GreaterEqual greater_equal() x1, x2
      Heaviside heaviside() x1, x2
      Histogram histogram(bins=10, range=None) x
      Hsplit hsplit(indices_or_sections) x
      Hstack hstack() xs
      Hypot hypot() x1, x2
      I0 i0() x
      Imag imag() x
      Inner inner() x1, x2
      IsIn isin(assume_unique=False, invert=False) x1, x2
      Isclose isclose(equal_nan=False) x1, x2, rtol=1e-05, atol=1e-08
      Isfinite isfinite() x
      Isinf isinf() x
      Isnan isnan() x
      Isneginf isneginf() x
      Isposinf isposinf() x
      Isreal isreal() x
      Kron kron() x1, x2
      Lcm lcm() x1, x2
      Ldexp ldexp() x1, x2
      LeftShift left_shift() x, y
      Less less() x1, x2
      LessEqual less_equal() x1, x2
      Linspace linspace(num=50, endpoint=True, retstep=False, dtype=None, axis=0) start, stop
      Log log() x
      Log10 log10() x
      Log1p log1p() x
      Log2 log2() x
      Logaddexp logaddexp() x1, x2
      Logaddexp2 logaddexp2() x1, x2
      LogicalAnd logical_and() x1, x2
      LogicalNot logical_not() x
      LogicalOr logical_or() x1, x2
      LogicalXor logical_xor() x1, x2
      Logspace logspace(num=50, endpoint=True, base=10, dtype=None, axis=0) start, stop
      Matmul matmul() x1, x2
      Max max(axis=None, keepdims=False, initial=None) x
      Maximum maximum() x1, x2
      Mean mean(axis=None, keepdims=False) x
      Median median(axis=None, keepdims=False) x
      Meshgrid meshgrid(indexing='xy') *x
      Min min(axis=None, keepdims=False, initial=None) x
      Minimum minimum() x1, x2
      Mod mod() x1, x2
      Moveaxis moveaxis(source, destination) x
      Multiply multiply() x1, x2
      NanToNum nan_to_num(nan=0.0, posinf=None, neginf=None) x
      Nanargmax nanargmax(axis=None, keepdims=False) x
      Nanargmin nanargmin(axis=None, keepdims=False) x
      Nancumprod nancumprod(axis=None, dtype=None) x
      Nancumsum nancumsum(axis=None, dtype=None) x
      Nanmax nanmax(axis=None, keepdims=False) x
      Nanmean nanmean(axis=None, keepdims=False) x
      Nanmedian nanmedian(axis=None, keepdims=False) x
      Nanmin nanmin(axis=None, keepdims=False) x
      Nanpercentile nanpercentile(axis=None, method='linear', keepdims=False) x, q
      Nanprod nanprod(axis=None, keepdims=False) x
      Nanquantile nanquantile(axis=None, method='linear', keepdims=False) x, q
      Nanstd nanstd(axis=None, keepdims=False) x
      Nansum nansum(axis=None, keepdims=False) x
      Nanvar nanvar(axis=None, keepdims=False) x
      Ndim ndim() x
      Negative negative() x
      Nextafter nextafter() x1, x2
      Nonzero nonzero() x
      NotEqual not_equal() x1, x2
      OnesLike ones_like(dtype=None) x
      Outer outer() x1, x2
      Pad pad(pad_width, mode='constant') x, constant_values=None
      Percentile percentile(axis=None, method='linear', keepdims=False) x, q
      Power power() x1, x2
      Prod prod(axis=None, keepdims=False, dtype=None) x
      Ptp ptp(axis=None, keepdims=False) x
      Quantile quantile(axis=None, method='linear', keepdims=False) x, q
      Rad2deg rad2deg() x
      Ravel ravel() x
      Real real() x
      Reciprocal reciprocal() x
      Repeat repeat(repeats, axis=None) x
      Reshape reshape(newshape) x
      RightShift right_shift() x, y
      Roll roll(shift, axis=None) x
      Rot90 rot90(k=1, axes=(0,1)) array
      Round round(decimals=0) x
      SearchSorted searchsorted(side='left') sorted_sequence, values
      Select select() condlist, choicelist, default=0
      Sign sign() x
      Signbit signbit() x
      Sin sin() x
      Sinc sinc() x
      Sinh sinh() x
      Size size() x
      Slogdet slogdet() x
      Sort sort(axis=-1) x
      Split split(indices_or_sections, axis=0) x
      Sqrt sqrt() x
      Square square() x
      Squeeze squeeze(axis=None) x
      Stack stack(axis=0) x
      Std std(axis=None, keepdims=False) x
      Subtract subtract() x1, x2
      Sum sum(axis=None, keepdims=False) x
      Swapaxes swapaxes(axis1, axis2) x
      Take take(axis=None) x, indices
      TakeAlongAxis take_along_axis(axis=None) x, indices
      Tan tan() x
      Tanh tanh() x
      Tensordot tensordot(axes=2) x1, x2
      Tile tile(repeats) x
      Trace trace(offset=0, axis1=0, axis2=1) x
      Transpose transpose(axes=None) x
      Trapezoid trapezoid(x=None, dx=1.0, axis=-1) y
      Tril tril(k=0) x
      Triu triu(k=0) x
      TrueDivide true_divide() x1, x2
      Trunc trunc() x
      Unique unique(sorted=True, return_index=False, return_inverse=False, return_counts=False, \
          axis=None, size=None, fill_value=None) x
      UnravelIndex unravel_index(shape) indices
      Vander vander(N=None, increasing=False) x
      Var var(axis=None, keepdims=False) x
      Vdot vdot() x1, x2
      View view(dtype=None) x
      Vsplit vsplit(indices_or_sections) x
      Vstack vstack() xs
      Where where() condition, x1=None, x2=None
      ZerosLike zeros_like(dtype=None) x
      """;

  private NumpyClasses() {}
}
