package io.gradus.nn.layer;

/// What a layer is called for.
public enum Mode {
  /// Training: dropout drops, normalization uses the batch.
  TRAIN,
  /// Evaluation and prediction.
  INFER
}
