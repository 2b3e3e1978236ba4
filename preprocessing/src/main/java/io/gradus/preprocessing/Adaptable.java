package io.gradus.preprocessing;

/// A layer that learns from samples before any training: scales, bins or a vocabulary. It is to be
/// adapted before its model runs.
///
/// @param <D> what holds samples: a tensor, or a list of texts
public interface Adaptable<D> {
  /// Learns from these samples; forgets what it learned before.
  void adapt(D samples);

  /// Learns from these batches of samples; forgets what it learned before.
  ///
  /// @throws IllegalArgumentException if there is no batch
  void adaptBatches(Iterable<? extends D> batches);
}
