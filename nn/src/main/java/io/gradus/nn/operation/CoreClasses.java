package io.gradus.nn.operation;

/// The classes of `keras.src.ops.core`, core operations. [OperationClasses] has the form of a row.
final class CoreClasses {
  static final String ROWS =
      """
      Scatter scatter(shape) indices, values
      ScatterUpdate scatter_update(reduction=None) inputs, indices, updates
      Slice slice(shape) inputs, start_indices
      SliceUpdate slice_update() inputs, start_indices, updates
      StopGradient stop_gradient() variable
      Unstack unstack(num=None, axis=0) x
      Cast cast(dtype) x
      SaturateCast saturate_cast(dtype) x
      ConvertToTensor convert_to_tensor(dtype=None, sparse=None, ragged=None) x
      """;

  private CoreClasses() {}
}
