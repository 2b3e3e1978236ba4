package io.gradus.preprocessing;

import io.gradus.nn.box.AnnotatedImages;
import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Limits;
import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Call;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import java.util.Objects;
import java.util.function.IntFunction;

/// Blends images with changed ones while training (`keras.layers.AugMix`; Hendrycks et al.,
/// *AugMix: A Simple Data Processing Method to Improve Robustness and Uncertainty*, 2019): `w·x +
/// (1 − w)·Σ vᵢ·chainᵢ(x)`, clipped to the range of values. Each chain applies some augmentations
/// one after the other, each drawn from those of [RandAugment] or none; v is of the Dirichlet
/// distribution, w of the beta distribution. All this is the same for all images of a batch, and
/// drawn anew in each step. In inference images stay as they are.
///
/// Shapes: `[batch, height, width, channels]`, or one image without the first axis, with 3 channels
/// unless colours are left out; the output has the input's shape.
public final class AugMix extends ChoosingAugmentation<AugMix> {
  private static final ConfigKey<Integer> CHAINS = new ConfigKey<>("num_chains", Codec.INTEGER);
  private static final ConfigKey<Integer> DEPTH = new ConfigKey<>("chain_depth", Codec.INTEGER);
  private static final ConfigKey<Double> ALPHA = new ConfigKey<>("alpha", Codec.NUMBER);
  private static final ConfigKey<Boolean> ALL = new ConfigKey<>("all_ops", Codec.TRUTH);

  /// The configuration, as Keras writes it.
  public static final Schema<AugMix> SCHEMA =
      ChoosingAugmentation.<AugMix>schemaOfChoices("AugMix", Mix.AUGMENTATIONS)
          .optional(CHAINS, layer -> layer.mix.chains, Mix.DEFAULT.chains)
          .optional(DEPTH, layer -> layer.mix.depth, Mix.DEFAULT.depth)
          .optional(ALPHA, layer -> layer.mix.alpha, Mix.DEFAULT.alpha)
          .optional(ALL, layer -> layer.mix.all, Mix.DEFAULT.all)
          .build(AugMix::new);

  private final Mix mix;

  private record Mix(int chains, int depth, double alpha, boolean all) {
    static final AugmentationOptions AUGMENTATIONS = AugmentationOptions.of(new Range(0, 0.3));
    static final Mix DEFAULT = new Mix(3, 3, 1, true);

    Mix {
      Limits.atLeast("aug mix", "numChains", chains, 1);
      Limits.atLeast("aug mix", "chainDepth", depth, 1);
      Limits.above("aug mix", "alpha", alpha, 0);
    }
  }

  /// A layer with three chains of three augmentations with factors in [0, 0.3].
  public AugMix() {
    this(Settings.DEFAULT, ImageOptions.DEFAULT, Mix.AUGMENTATIONS, Mix.DEFAULT);
  }

  private AugMix(Settings settings, ImageOptions image, AugmentationOptions options, Mix mix) {
    super(settings, image, options, mix.all);
    this.mix = mix;
  }

  private AugMix(Config config) {
    this(
        settings(config),
        image(config),
        options(config),
        new Mix(config.get(CHAINS), config.get(DEPTH), config.get(ALPHA), config.get(ALL)));
  }

  private AugMix with(Mix changed) {
    return new AugMix(settings(), image(), options(), changed);
  }

  /// {@return this layer, unbuilt, with so many chains, 3 unless it is given}
  ///
  /// @throws IllegalArgumentException if there is none
  public AugMix numChains(int chains) {
    return with(new Mix(chains, mix.depth, mix.alpha, mix.all));
  }

  /// {@return this layer, unbuilt, with chains of at most so many augmentations, 3 unless it is
  /// given}
  ///
  /// @throws IllegalArgumentException if it is none
  public AugMix chainDepth(int augmentations) {
    return with(new Mix(mix.chains, augmentations, mix.alpha, mix.all));
  }

  /// {@return this layer, unbuilt, with this parameter of both distributions, 1 unless it is given}
  ///
  /// @throws IllegalArgumentException if it is not positive
  public AugMix alpha(double parameter) {
    return with(new Mix(mix.chains, mix.depth, parameter, mix.all));
  }

  /// {@return this layer, unbuilt, with or without [RandomBrightness], [RandomColorDegeneration],
  /// [RandomContrast] and [RandomSharpness], with them unless it is given}
  public AugMix allOps(boolean all) {
    return with(new Mix(mix.chains, mix.depth, mix.alpha, all));
  }

  @Override
  AugMix with(Settings settings, ImageOptions changed) {
    return new AugMix(settings, changed, options(), mix);
  }

  @Override
  AugMix with(AugmentationOptions changed) {
    return new AugMix(settings(), image(), changed, mix);
  }

  @Override
  public Schema<AugMix> schema() {
    return SCHEMA;
  }

  @Override
  int draws() {
    return mix.chains * mix.depth;
  }

  @Override
  Tensor changed(Tensor x, Tensor drawn, Call call) {
    return options().values().clip(blended(x, chain -> chained(chain, x, drawn, call), call));
  }

  /// {@return the images or masks blended with what the chains make of them}
  private Tensor blended(Tensor x, IntFunction<Tensor> chains, Call call) {
    Tensor alpha = Tensor.of((float) mix.alpha);
    Tensor shares = LogGamma.dirichlet(mix.chains, alpha, call).cast(policy().compute());
    Tensor kept = LogGamma.beta(1, alpha, call).cast(policy().compute());
    Tensor blended = x.mul(kept);
    for (int chain = 0; chain < mix.chains; chain++) {
      Tensor share = shares.get(Index.at(chain)).mul(kept.neg().add(1));
      blended = blended.add(chains.apply(chain).mul(share));
    }
    return blended;
  }

  private Tensor chained(int chain, Tensor x, Tensor drawn, Call call) {
    Tensor images = x;
    for (int i = chain * mix.depth; i < (chain + 1) * mix.depth; i++) {
      images = chosen(images, column(drawn, i), augmentations().size() + 1, place(call, i));
    }
    return images;
  }

  // The boxes stay, as in Keras: most of an image may be as it was.
  @Override
  AnnotatedImages accompanied(AnnotatedImages in, Tensor images, Tensor drawn, Call call) {
    Tensor masks = in.segmentationMasks();
    if (masks == null) {
      return in.images(images);
    }
    AnnotatedImages seen = AnnotatedImages.of(in.images()).segmentationMasks(masks);
    IntFunction<Tensor> chains =
        chain -> Objects.requireNonNull(chained(chain, seen, drawn, call).segmentationMasks());
    return in.images(images).segmentationMasks(blended(masks, chains, call));
  }

  private AnnotatedImages chained(int chain, AnnotatedImages in, Tensor drawn, Call call) {
    AnnotatedImages changed = in;
    for (int i = chain * mix.depth; i < (chain + 1) * mix.depth; i++) {
      changed = chosen(changed, column(drawn, i), augmentations().size() + 1, place(call, i));
    }
    return changed;
  }

  private static Call place(Call call, int number) {
    return call.inside(Integer.toString(number));
  }
}
