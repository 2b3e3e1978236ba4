package io.gradus.nn.config;

/// What a file may ask for when it is read, whatever it says. All are generous: who reads files of
/// strangers in a service sets less.
///
/// ```java
/// LoadOptions.DEFAULT.limits(LoadLimits.DEFAULT.bytes(1L << 30).seconds(10));
/// ```
///
/// @param bytes the bytes that weights may take; in any case at most some 32 MB and twice what the
///   file has for them
/// @param layers the number of layers, those inside others too
/// @param depth how deep layers may be inside others
/// @param state the numbers that metrics may keep
/// @param seconds how long it may take; looked at before each layer and each read of the file
public record LoadLimits(long bytes, int layers, int depth, long state, long seconds) {
  /// Bytes as the heap has them, 1,000,000 layers, 64 deep, 4,194,304 numbers of metrics, ten
  /// minutes.
  public static final LoadLimits DEFAULT =
      new LoadLimits(Long.MAX_VALUE, 1_000_000, 64, 1 << 22, 600);

  /// Checks that none is negative.
  ///
  /// @throws IllegalArgumentException if one is
  public LoadLimits {
    if (bytes < 0 || layers < 0 || depth < 0 || state < 0 || seconds < 0) {
      throw new IllegalArgumentException(
          "limits: must be at least 0; got bytes=%d, layers=%d, depth=%d, state=%d, seconds=%d"
              .formatted(bytes, layers, depth, state, seconds));
    }
  }

  /// {@return these limits with other bytes of weights}
  public LoadLimits bytes(long changed) {
    return new LoadLimits(changed, layers, depth, state, seconds);
  }

  /// {@return these limits with another number of layers}
  public LoadLimits layers(int changed) {
    return new LoadLimits(bytes, changed, depth, state, seconds);
  }

  /// {@return these limits with layers that may be so deep inside others}
  public LoadLimits depth(int changed) {
    return new LoadLimits(bytes, layers, changed, state, seconds);
  }

  /// {@return these limits with another number of numbers that metrics keep}
  public LoadLimits state(long changed) {
    return new LoadLimits(bytes, layers, depth, changed, seconds);
  }

  /// {@return these limits with another time}
  public LoadLimits seconds(long changed) {
    return new LoadLimits(bytes, layers, depth, state, changed);
  }
}
