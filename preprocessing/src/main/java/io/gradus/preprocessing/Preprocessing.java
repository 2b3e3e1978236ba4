package io.gradus.preprocessing;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.LayerProvider;
import java.util.List;

/// The layers of this module, which configurations of models can name beside those of
/// [io.gradus.nn.layer.Layers].
public final class Preprocessing implements LayerProvider {
  /// The provider; found with `ServiceLoader`.
  public Preprocessing() {}

  @Override
  public List<Schema<? extends Layer>> schemas() {
    return List.of(
        AugMix.SCHEMA,
        AutoContrast.SCHEMA,
        CategoryEncoding.SCHEMA,
        ContrastLimitedAdaptiveHistogramEqualization.SCHEMA,
        CutMix.SCHEMA,
        Discretization.SCHEMA,
        Equalization.SCHEMA,
        HashedCrossing.SCHEMA,
        Hashing.SCHEMA,
        IntegerLookup.SCHEMA,
        MaxNumBoundingBoxes.SCHEMA,
        MelSpectrogram.SCHEMA,
        MixUp.SCHEMA,
        Normalization.SCHEMA,
        RandAugment.SCHEMA,
        RandomBrightness.SCHEMA,
        RandomColorDegeneration.SCHEMA,
        RandomColorJitter.SCHEMA,
        RandomContrast.SCHEMA,
        RandomCrop.SCHEMA,
        RandomElasticTransform.SCHEMA,
        RandomErasing.SCHEMA,
        RandomFlip.SCHEMA,
        RandomGaussianBlur.SCHEMA,
        RandomGrayscale.SCHEMA,
        RandomHue.SCHEMA,
        RandomInvert.SCHEMA,
        RandomPerspective.SCHEMA,
        RandomPosterization.SCHEMA,
        RandomRotation.SCHEMA,
        RandomSaturation.SCHEMA,
        RandomSharpness.SCHEMA,
        RandomShear.SCHEMA,
        RandomTranslation.SCHEMA,
        RandomZoom.SCHEMA,
        Solarization.SCHEMA,
        StringLookup.SCHEMA,
        TextVectorization.SCHEMA);
  }
}
