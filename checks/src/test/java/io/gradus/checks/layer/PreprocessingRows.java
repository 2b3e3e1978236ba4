package io.gradus.checks.layer;

import io.gradus.nn.layer.DataFormat;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Pipeline;
import io.gradus.nn.layer.STFTSpectrogram;
import io.gradus.nn.layer.SpectrogramMode;
import io.gradus.preprocessing.AugMix;
import io.gradus.preprocessing.AutoContrast;
import io.gradus.preprocessing.CategoryEncoding;
import io.gradus.preprocessing.ContrastLimitedAdaptiveHistogramEqualization;
import io.gradus.preprocessing.CutMix;
import io.gradus.preprocessing.Discretization;
import io.gradus.preprocessing.Equalization;
import io.gradus.preprocessing.HashedCrossing;
import io.gradus.preprocessing.Hashing;
import io.gradus.preprocessing.IntegerLookup;
import io.gradus.preprocessing.MaxNumBoundingBoxes;
import io.gradus.preprocessing.MelSpectrogram;
import io.gradus.preprocessing.MixUp;
import io.gradus.preprocessing.Normalization;
import io.gradus.preprocessing.OutputMode;
import io.gradus.preprocessing.RandAugment;
import io.gradus.preprocessing.RandomBrightness;
import io.gradus.preprocessing.RandomColorDegeneration;
import io.gradus.preprocessing.RandomColorJitter;
import io.gradus.preprocessing.RandomContrast;
import io.gradus.preprocessing.RandomCrop;
import io.gradus.preprocessing.RandomElasticTransform;
import io.gradus.preprocessing.RandomErasing;
import io.gradus.preprocessing.RandomFlip;
import io.gradus.preprocessing.RandomGaussianBlur;
import io.gradus.preprocessing.RandomGrayscale;
import io.gradus.preprocessing.RandomHue;
import io.gradus.preprocessing.RandomInvert;
import io.gradus.preprocessing.RandomPerspective;
import io.gradus.preprocessing.RandomPosterization;
import io.gradus.preprocessing.RandomRotation;
import io.gradus.preprocessing.RandomSaturation;
import io.gradus.preprocessing.RandomSharpness;
import io.gradus.preprocessing.RandomShear;
import io.gradus.preprocessing.RandomTranslation;
import io.gradus.preprocessing.RandomZoom;
import io.gradus.preprocessing.Solarization;
import io.gradus.tensor.Tensor;
import io.gradus.testkit.LayerCase;
import io.gradus.testkit.Sample;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Rows of layers that prepare data: numbers, categories, images.
final class PreprocessingRows {
  private PreprocessingRows() {}

  static Stream<LayerCase> rows() {
    return Stream.of(numbers(), categories(), signals(), images()).flatMap(s -> s);
  }

  private static Stream<LayerCase> numbers() {
    return Stream.of(
        LayerCase.of(() -> new Normalization()).takes("[2,4]").weights("mean", "variance", "count"),
        LayerCase.of(() -> new Normalization(1, -1))
            .named("Normalization of two axes")
            .takes("[2,3,4,2]")
            .weights("mean", "variance", "count"),
        LayerCase.of(() -> new Normalization().statistics(Tensor.of(1, 2, 3), Tensor.of(4, 5, 6)))
            .named("Normalization with statistics"),
        LayerCase.of(() -> new Normalization().statistics(1, 4).invert())
            .named("Normalization inverted"),
        LayerCase.of(() -> new Discretization(List.of(-1.0, 0.0, 0.5))).nonDifferentiable(),
        LayerCase.of(PreprocessingRows::adaptedBins)
            .named("Discretization adapted")
            .nonDifferentiable(),
        LayerCase.of(() -> new Discretization(List.of(-1.0, 1.0)).outputMode(OutputMode.ONE_HOT))
            .named("Discretization one hot")
            .nonDifferentiable());
  }

  private static Discretization adaptedBins() {
    Discretization layer = new Discretization(3);
    layer.adapt(Tensor.of(-2, -1, 0, 0.5, 1, 2));
    return layer;
  }

  private static IntegerLookup adaptedLookup() {
    IntegerLookup layer = new IntegerLookup();
    layer.adapt(Tensor.of(3, 5, 3, 1, 5, 3));
    return layer;
  }

  private static Stream<LayerCase> categories() {
    return Stream.of(
        category(() -> new CategoryEncoding(6)),
        category(() -> new CategoryEncoding(6, OutputMode.COUNT)).named("CategoryEncoding count"),
        category(() -> new CategoryEncoding(6, OutputMode.ONE_HOT))
            .named("CategoryEncoding one hot"),
        category(() -> new HashedCrossing(4)).takes("[2,1] [2,1]"),
        category(() -> new HashedCrossing(4).outputMode(OutputMode.ONE_HOT))
            .named("HashedCrossing one hot")
            .takes("[2,1] [2,1] [2,1]"),
        category(() -> new Hashing(4)),
        category(() -> new Hashing(4).mask(2).salt(13, 37)).named("Hashing with mask and salt"),
        category(() -> new Hashing(4).outputMode(OutputMode.MULTI_HOT)).named("Hashing multi hot"),
        category(() -> new IntegerLookup(1, 3, 5)),
        category(PreprocessingRows::adaptedLookup).named("IntegerLookup adapted"),
        category(() -> new IntegerLookup(1, 3, 5).maskToken(0).numOovIndices(2))
            .named("IntegerLookup with mask"),
        category(() -> new IntegerLookup(1, 3, 5).invert()).named("IntegerLookup inverted"),
        category(() -> new IntegerLookup(1, 3, 5).outputMode(OutputMode.COUNT))
            .named("IntegerLookup count"),
        category(() -> new IntegerLookup().tfIdf(List.of(1L, 3L), List.of(0.5, 2.0)))
            .named("IntegerLookup tf idf"),
        category(() -> new IntegerLookup(1, 3, 5).numOovIndices(2).hashed())
            .named("IntegerLookup hashed"));
  }

  private static LayerCase category(Supplier<? extends Layer> maker) {
    return LayerCase.of(maker).takes("[2,4]").inputs(Sample.indices(0, 6)).nonDifferentiable();
  }

  private static Stream<LayerCase> signals() {
    return Stream.of(
        LayerCase.of(() -> new STFTSpectrogram(4))
            .takes("[2,9,2]")
            .weights("real_kernel", "imag_kernel"),
        LayerCase.of(() -> new STFTSpectrogram(4).mode("imag").window(null, false))
            .named("STFTSpectrogram imag")
            .takes("[2,9,1]")
            .weights("imag_kernel"),
        LayerCase.of(() ->
                new STFTSpectrogram(4)
                    .mode(SpectrogramMode.STFT)
                    .expandDims(true)
                    .dataFormat(DataFormat.CHANNELS_FIRST))
            .named("STFTSpectrogram stft channels first")
            .takes("[2,2,9]")
            .weights("real_kernel", "imag_kernel"),
        LayerCase.of(() -> new MelSpectrogram().fftLength(16).sequenceStride(5).numMelBins(3))
            .takes("[2,20]")
            .differences(1e-6, 1e-4),
        LayerCase.of(() -> new Pipeline(new Dense(3), new Dropout(0.5), new Dense(2)))
            .takes("[2,4]")
            .weights("dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias")
            .differsInTraining());
  }

  private static Stream<LayerCase> images() {
    return Stream.of(
        image(() -> new AugMix()).nonDifferentiable(),
        unchanging(() -> new AutoContrast()),
        unchanging(() -> new ContrastLimitedAdaptiveHistogramEqualization()).nonDifferentiable(),
        image(() -> new CutMix()),
        image(() -> new Equalization()).nonDifferentiable(),
        unchanging(() -> new MaxNumBoundingBoxes(3)),
        image(() -> new MixUp()),
        image(() -> new RandAugment()).nonDifferentiable(),
        image(() -> new RandomBrightness(0.5)),
        image(() -> new RandomColorDegeneration(0.2, 0.9)),
        image(() ->
            new RandomColorJitter()
                .brightness(-0.2, 0.2)
                .contrast(0.2, 0.6)
                .saturation(0.4, 0.6)
                .hue(0, 0.1)),
        image(() -> new RandomContrast(0.5)),
        // Of another size an image is not what a model counts on, see the layer's page.
        LayerCase.of(() -> new RandomCrop(4, 5)).takes("[2,4,5,3]"),
        image(() -> new RandomElasticTransform().factor(0.5, 0.9)),
        image(() -> new RandomErasing()),
        image(() -> new RandomFlip()),
        image(() -> new RandomGaussianBlur().factor(0.5, 0.9)),
        image(() -> new RandomGrayscale(0.5)),
        image(() -> new RandomHue(0.5)),
        image(() -> new RandomInvert(0.5)),
        image(() -> new RandomPerspective().factor(0.5, 0.9)),
        image(() -> new RandomPosterization(3)).nonDifferentiable(),
        image(() -> new RandomRotation(0.2)),
        image(() -> new RandomSaturation(0.9)),
        image(() -> new RandomSharpness(0.2, 0.9)),
        image(() -> new RandomShear(0.3, 0.3)),
        image(() -> new RandomTranslation(0.3, 0.3)),
        image(() -> new RandomZoom(0.3)),
        image(() -> new Solarization(0.1, 0.5)));
  }

  private static LayerCase image(Supplier<? extends Layer> maker) {
    return unchanging(maker).differsInTraining();
  }

  /// A layer of images that does the same in training and inference.
  private static LayerCase unchanging(Supplier<? extends Layer> maker) {
    return LayerCase.of(maker).takes("[4,4,5,3]").inputs(Sample.uniform(20, 235));
  }
}
