package io.gradus.nn.operation;

/// The classes of `keras.src.ops.nn`, operations of neural networks. [OperationClasses] has the
/// form of a row.
final class NeuralClasses {
  static final String ROWS =
      """
      Relu relu() x
      Relu6 relu6() x
      Sigmoid sigmoid() x
      SparseSigmoid sparse_sigmoid() x
      Softplus softplus() x
      Softsign softsign() x
      SoftShrink soft_shrink(threshold=0.5) x
      SparsePlus sparse_plus() x
      Silu silu() x
      Squareplus squareplus(b=4) x
      LogSigmoid log_sigmoid() x
      LeakyRelu leaky_relu(negative_slope=0.2) x
      HardSigmoid hard_sigmoid() x
      HardSilu hard_silu() x
      Elu elu(alpha=1.0) x
      Selu selu() x
      Gelu gelu(approximate=True) x
      Celu celu(alpha=1.0) x
      Glu glu(axis=-1) x
      TanhShrink tanh_shrink() x
      HardTanh hard_tanh() x
      HardShrink hard_shrink(threshold=0.5) x
      Threshold threshold(threshold, default_value) x
      Softmax softmax(axis=-1) x
      LogSoftmax log_softmax(axis=-1) x
      Sparsemax sparsemax(axis=-1) x
      MaxPool max_pool(pool_size, strides=None, padding='valid', data_format=None) inputs
      AdaptiveMaxPool adaptive_max_pool(output_size, data_format=None) inputs
      AveragePool average_pool(pool_size, strides=None, padding='valid', data_format=None) inputs
      AdaptiveAveragePool adaptive_average_pool(output_size, data_format=None) inputs
      Conv conv(strides=1, padding='valid', data_format=None, dilation_rate=1) inputs, kernel
      DepthwiseConv depthwise_conv(strides=1, padding='valid', data_format=None, \
          dilation_rate=1) inputs, kernel
      SeparableConv separable_conv(strides=1, padding='valid', data_format=None, \
          dilation_rate=1) inputs, depthwise_kernel, pointwise_kernel
      ConvTranspose conv_transpose(strides=1, padding='valid', output_padding=None, \
          data_format=None, dilation_rate=1) inputs, kernel
      OneHot one_hot(num_classes, axis=-1, dtype=None, sparse=False) x
      BinaryCrossentropy binary_crossentropy(from_logits=False) target, output
      CategoricalCrossentropy categorical_crossentropy(from_logits=False, axis=-1) target, output
      SparseCategoricalCrossentropy sparse_categorical_crossentropy(from_logits=False, axis=-1) \
          target, output
      MultiHot multi_hot(num_classes=None, axis=-1, dtype=None, sparse=False) inputs
      Moments moments(axes, keepdims=False, synchronized=False) x
      BatchNorm batch_normalization(axis, epsilon=0.001) x, mean, variance, offset=None, scale=None
      CTCLoss ctc_loss(mask_index=0) target, output, target_length, output_length
      CTCDecode ctc_decode(strategy='greedy', beam_width=100, top_paths=1, merge_repeated=True, \
          mask_index=0) inputs, sequence_lengths
      Normalize normalize(axis=-1, order=2, epsilon=None) x
      PSNR psnr(max_val) x1, x2
      DotProductAttention dot_product_attention(is_causal=False, flash_attention=None, \
          attn_logits_soft_cap=None) query, key, value, bias=None, mask=None, scale=None
      RMSNorm rms_normalization(axis=-1, epsilon=None) x, scale=None
      LayerNorm layer_normalization(axis=-1, epsilon=None, rms_scaling=False) x, gamma=None, \
          beta=None
      Polar polar() abs_, angle
      Unfold unfold(kernel_size, dilation=1, padding=0, stride=1) x
      Fold fold(output_size, kernel_size, dilation=1, padding=0, stride=1) x
      DepthToSpace depth_to_space(block_size, data_format='channels_last') x
      SpaceToDepth space_to_depth(block_size, data_format='channels_last') x
      """;

  private NeuralClasses() {}
}
