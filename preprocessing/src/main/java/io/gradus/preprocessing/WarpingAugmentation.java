package io.gradus.preprocessing;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.type.TensorType;

/// An augmentation that moves pixels.
///
/// @param <A> the layer
abstract class WarpingAugmentation<A extends WarpingAugmentation<A>> extends ImageAugmentation<A> {
  private static final ConfigKey<FillMode> FILL = new ConfigKey<>("fill_mode", FillMode.CODEC);
  private static final ConfigKey<Resampling> RESAMPLING =
      new ConfigKey<>("interpolation", Resampling.CODEC);
  private static final ConfigKey<Double> VALUE = new ConfigKey<>("fill_value", Codec.NUMBER);

  private final WarpOptions warp;

  WarpingAugmentation(Settings settings, ImageOptions image, WarpOptions warp) {
    super(settings, image);
    this.warp = warp;
  }

  static <A extends WarpingAugmentation<A>> Schema.Builder<A> schemaOfWarps(String className) {
    return ImageAugmentation.<A>schemaOfImages(className)
        .optional(FILL, layer -> layer.warp().fill(), FillMode.REFLECT)
        .optional(RESAMPLING, layer -> layer.warp().resampling(), Resampling.BILINEAR)
        .optional(VALUE, layer -> layer.warp().value(), 0.0);
  }

  static WarpOptions warp(Config config) {
    return new WarpOptions(config.get(FILL), config.get(RESAMPLING), config.get(VALUE));
  }

  final WarpOptions warp() {
    return warp;
  }

  /// {@return this layer, unbuilt, with other settings}
  abstract A with(WarpOptions changed);

  /// {@return this layer, unbuilt, with something else beyond the edges, where it mirrors unless
  /// told otherwise}
  public final A fillMode(FillMode fill) {
    return with(new WarpOptions(fill, warp.resampling(), warp.value()));
  }

  /// {@return this layer, unbuilt, with one value beyond the edges}
  public final A fillValue(double value) {
    return with(new WarpOptions(FillMode.CONSTANT, warp.resampling(), value));
  }

  /// {@return this layer, unbuilt, with something else between pixels than [Resampling#BILINEAR]}
  public final A interpolation(Resampling resampling) {
    return with(new WarpOptions(warp.fill(), resampling, warp.value()));
  }

  @Override
  final void check(TensorType input) {
    checkSize(input);
  }
}
