package io.gradus.checks.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.constraint.MaxNorm;
import io.gradus.nn.constraint.MinMaxNorm;
import io.gradus.nn.constraint.NonNeg;
import io.gradus.nn.constraint.UnitNorm;
import io.gradus.nn.initializer.Constant;
import io.gradus.nn.initializer.GlorotNormal;
import io.gradus.nn.initializer.GlorotUniform;
import io.gradus.nn.initializer.HeNormal;
import io.gradus.nn.initializer.HeUniform;
import io.gradus.nn.initializer.Identity;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.LecunNormal;
import io.gradus.nn.initializer.LecunUniform;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.initializer.Orthogonal;
import io.gradus.nn.initializer.RandomNormal;
import io.gradus.nn.initializer.RandomUniform;
import io.gradus.nn.initializer.STFT;
import io.gradus.nn.initializer.TruncatedNormal;
import io.gradus.nn.initializer.VarianceScaling;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.layer.ActivationLayer;
import io.gradus.nn.layer.ActivityRegularization;
import io.gradus.nn.layer.AdaptiveAveragePooling1D;
import io.gradus.nn.layer.AdaptiveAveragePooling2D;
import io.gradus.nn.layer.AdaptiveAveragePooling3D;
import io.gradus.nn.layer.AdaptiveMaxPooling1D;
import io.gradus.nn.layer.AdaptiveMaxPooling2D;
import io.gradus.nn.layer.AdaptiveMaxPooling3D;
import io.gradus.nn.layer.Add;
import io.gradus.nn.layer.AdditiveAttention;
import io.gradus.nn.layer.AlphaDropout;
import io.gradus.nn.layer.Attention;
import io.gradus.nn.layer.Average;
import io.gradus.nn.layer.AveragePooling1D;
import io.gradus.nn.layer.AveragePooling2D;
import io.gradus.nn.layer.AveragePooling3D;
import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Bidirectional;
import io.gradus.nn.layer.CenterCrop;
import io.gradus.nn.layer.Concatenate;
import io.gradus.nn.layer.Conv1D;
import io.gradus.nn.layer.Conv1DTranspose;
import io.gradus.nn.layer.Conv2D;
import io.gradus.nn.layer.Conv2DTranspose;
import io.gradus.nn.layer.Conv3D;
import io.gradus.nn.layer.Conv3DTranspose;
import io.gradus.nn.layer.ConvLSTM1D;
import io.gradus.nn.layer.ConvLSTM2D;
import io.gradus.nn.layer.ConvLSTM3D;
import io.gradus.nn.layer.Cropping1D;
import io.gradus.nn.layer.Cropping2D;
import io.gradus.nn.layer.Cropping3D;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.DepthwiseConv1D;
import io.gradus.nn.layer.DepthwiseConv2D;
import io.gradus.nn.layer.Dot;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.ELU;
import io.gradus.nn.layer.EinsumDense;
import io.gradus.nn.layer.Embedding;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.GRU;
import io.gradus.nn.layer.GRUCell;
import io.gradus.nn.layer.GaussianDropout;
import io.gradus.nn.layer.GaussianNoise;
import io.gradus.nn.layer.GlobalAveragePooling1D;
import io.gradus.nn.layer.GlobalAveragePooling2D;
import io.gradus.nn.layer.GlobalAveragePooling3D;
import io.gradus.nn.layer.GlobalMaxPooling1D;
import io.gradus.nn.layer.GlobalMaxPooling2D;
import io.gradus.nn.layer.GlobalMaxPooling3D;
import io.gradus.nn.layer.GroupNormalization;
import io.gradus.nn.layer.GroupedQueryAttention;
import io.gradus.nn.layer.IdentityLayer;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.LSTM;
import io.gradus.nn.layer.LSTMCell;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.LayerNormalization;
import io.gradus.nn.layer.LeakyReLU;
import io.gradus.nn.layer.Masking;
import io.gradus.nn.layer.MaxPooling1D;
import io.gradus.nn.layer.MaxPooling2D;
import io.gradus.nn.layer.MaxPooling3D;
import io.gradus.nn.layer.Maximum;
import io.gradus.nn.layer.Minimum;
import io.gradus.nn.layer.MultiHeadAttention;
import io.gradus.nn.layer.Multiply;
import io.gradus.nn.layer.PReLU;
import io.gradus.nn.layer.Permute;
import io.gradus.nn.layer.Pipeline;
import io.gradus.nn.layer.RMSNormalization;
import io.gradus.nn.layer.RNN;
import io.gradus.nn.layer.ReLU;
import io.gradus.nn.layer.RepeatVector;
import io.gradus.nn.layer.Rescaling;
import io.gradus.nn.layer.Reshape;
import io.gradus.nn.layer.Resizing;
import io.gradus.nn.layer.ReversibleEmbedding;
import io.gradus.nn.layer.STFTSpectrogram;
import io.gradus.nn.layer.SeparableConv1D;
import io.gradus.nn.layer.SeparableConv2D;
import io.gradus.nn.layer.SimpleRNN;
import io.gradus.nn.layer.SimpleRNNCell;
import io.gradus.nn.layer.Softmax;
import io.gradus.nn.layer.SpatialDropout1D;
import io.gradus.nn.layer.SpatialDropout2D;
import io.gradus.nn.layer.SpatialDropout3D;
import io.gradus.nn.layer.SpectralNormalization;
import io.gradus.nn.layer.StackedRNNCells;
import io.gradus.nn.layer.Subtract;
import io.gradus.nn.layer.TernaryDense;
import io.gradus.nn.layer.TimeDistributed;
import io.gradus.nn.layer.UnitNormalization;
import io.gradus.nn.layer.UpSampling1D;
import io.gradus.nn.layer.UpSampling2D;
import io.gradus.nn.layer.UpSampling3D;
import io.gradus.nn.layer.ZeroPadding1D;
import io.gradus.nn.layer.ZeroPadding2D;
import io.gradus.nn.layer.ZeroPadding3D;
import io.gradus.nn.loss.BinaryCrossentropy;
import io.gradus.nn.loss.BinaryFocalCrossentropy;
import io.gradus.nn.loss.CTC;
import io.gradus.nn.loss.CategoricalCrossentropy;
import io.gradus.nn.loss.CategoricalFocalCrossentropy;
import io.gradus.nn.loss.CategoricalGeneralizedCrossEntropy;
import io.gradus.nn.loss.CategoricalHinge;
import io.gradus.nn.loss.Circle;
import io.gradus.nn.loss.CosineSimilarity;
import io.gradus.nn.loss.Dice;
import io.gradus.nn.loss.Hinge;
import io.gradus.nn.loss.Huber;
import io.gradus.nn.loss.KLDivergence;
import io.gradus.nn.loss.LogCosh;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.loss.MeanAbsoluteError;
import io.gradus.nn.loss.MeanAbsolutePercentageError;
import io.gradus.nn.loss.MeanSquaredError;
import io.gradus.nn.loss.MeanSquaredLogarithmicError;
import io.gradus.nn.loss.Poisson;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.loss.SquaredHinge;
import io.gradus.nn.loss.Tversky;
import io.gradus.nn.metric.AUC;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.metric.BinaryAccuracy;
import io.gradus.nn.metric.BinaryIoU;
import io.gradus.nn.metric.CategoricalAccuracy;
import io.gradus.nn.metric.ConcordanceCorrelation;
import io.gradus.nn.metric.F1Score;
import io.gradus.nn.metric.FBetaScore;
import io.gradus.nn.metric.FalseNegatives;
import io.gradus.nn.metric.FalsePositives;
import io.gradus.nn.metric.IoU;
import io.gradus.nn.metric.LossMetric;
import io.gradus.nn.metric.Mean;
import io.gradus.nn.metric.MeanCosineSimilarity;
import io.gradus.nn.metric.MeanIoU;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.metric.Metrics;
import io.gradus.nn.metric.OneHotIoU;
import io.gradus.nn.metric.OneHotMeanIoU;
import io.gradus.nn.metric.PearsonCorrelation;
import io.gradus.nn.metric.Precision;
import io.gradus.nn.metric.PrecisionAtRecall;
import io.gradus.nn.metric.R2Score;
import io.gradus.nn.metric.Recall;
import io.gradus.nn.metric.RecallAtPrecision;
import io.gradus.nn.metric.RootMeanSquaredError;
import io.gradus.nn.metric.SensitivityAtSpecificity;
import io.gradus.nn.metric.SparseCategoricalAccuracy;
import io.gradus.nn.metric.SparseTopKCategoricalAccuracy;
import io.gradus.nn.metric.SpecificityAtSensitivity;
import io.gradus.nn.metric.Sum;
import io.gradus.nn.metric.TopKCategoricalAccuracy;
import io.gradus.nn.metric.TrueNegatives;
import io.gradus.nn.metric.TruePositives;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.optimizer.Adadelta;
import io.gradus.nn.optimizer.Adafactor;
import io.gradus.nn.optimizer.Adagrad;
import io.gradus.nn.optimizer.Adam;
import io.gradus.nn.optimizer.AdamW;
import io.gradus.nn.optimizer.Adamax;
import io.gradus.nn.optimizer.Ftrl;
import io.gradus.nn.optimizer.Lamb;
import io.gradus.nn.optimizer.Lion;
import io.gradus.nn.optimizer.LossScaleOptimizer;
import io.gradus.nn.optimizer.Muon;
import io.gradus.nn.optimizer.Nadam;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.optimizer.Optimizers;
import io.gradus.nn.optimizer.RMSprop;
import io.gradus.nn.optimizer.SGD;
import io.gradus.nn.optimizer.ScheduleFreeAdamW;
import io.gradus.nn.regularizer.L1;
import io.gradus.nn.regularizer.L1L2;
import io.gradus.nn.regularizer.L2;
import io.gradus.nn.regularizer.OrthogonalRegularizer;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.nn.schedule.CosineDecay;
import io.gradus.nn.schedule.CosineDecayRestarts;
import io.gradus.nn.schedule.ExponentialDecay;
import io.gradus.nn.schedule.InverseTimeDecay;
import io.gradus.nn.schedule.PiecewiseConstantDecay;
import io.gradus.nn.schedule.PolynomialDecay;
import io.gradus.nn.schedule.Schedule;
import io.gradus.nn.schedule.Schedules;
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
import io.gradus.preprocessing.RandAugment;
import io.gradus.preprocessing.RandomBrightness;
import io.gradus.preprocessing.RandomColorDegeneration;
import io.gradus.preprocessing.RandomColorJitter;
import io.gradus.preprocessing.RandomContrast;
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
import io.gradus.preprocessing.StringLookup;
import io.gradus.preprocessing.TextVectorization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What our constructors make is, key by key, what Keras' make with the same required settings,
/// from the same file as [RoundTripTest].
class DefaultsTest {
  private static List<Layer> layers() {
    return List.of(
        new ActivationLayer(Activation.RELU),
        new ActivityRegularization(0, 0),
        new AdaptiveAveragePooling1D(2),
        new AdaptiveAveragePooling2D(2),
        new AdaptiveAveragePooling3D(2),
        new AdaptiveMaxPooling1D(2),
        new AdaptiveMaxPooling2D(2),
        new AdaptiveMaxPooling3D(2),
        new Add(),
        new AdditiveAttention(),
        new AlphaDropout(0.25),
        new Attention(),
        new AugMix(),
        new AutoContrast(),
        new Average(),
        new AveragePooling1D(2),
        new AveragePooling2D(2),
        new AveragePooling3D(2),
        new BatchNormalization(),
        new Bidirectional(new LSTM(3).named("inner")),
        new CategoryEncoding(5),
        new CenterCrop(2, 3),
        new Concatenate(),
        new ContrastLimitedAdaptiveHistogramEqualization(),
        new Conv1D(4, 3),
        new Conv1DTranspose(4, 3),
        new Conv2D(4, 3),
        new Conv2DTranspose(4, 3),
        new Conv3D(4, 3),
        new Conv3DTranspose(4, 3),
        new ConvLSTM1D(2, 3),
        new ConvLSTM2D(2, 3),
        new ConvLSTM3D(2, 3),
        new Cropping1D(),
        new Cropping2D(),
        new Cropping3D(),
        new CutMix(),
        new Dense(3),
        new DepthwiseConv1D(3),
        new DepthwiseConv2D(3),
        new Discretization(List.of(0.0, 1.0, 2.5)),
        new Dot(1),
        new Dropout(0.25),
        new ELU(),
        new EinsumDense("abc,cd->abd", -1, 3),
        new Embedding(10, 4),
        new Equalization(),
        new Flatten(),
        new GRU(3),
        new GRUCell(3),
        new GaussianDropout(0.25),
        new GaussianNoise(0.25),
        new GlobalAveragePooling1D(),
        new GlobalAveragePooling2D(),
        new GlobalAveragePooling3D(),
        new GlobalMaxPooling1D(),
        new GlobalMaxPooling2D(),
        new GlobalMaxPooling3D(),
        new GroupNormalization(),
        new GroupedQueryAttention(2, 4, 2),
        new HashedCrossing(5),
        new Hashing(5),
        new IdentityLayer(),
        new InputLayer(4),
        new IntegerLookup(10, 20, 30),
        new LSTM(3),
        new LSTMCell(3),
        new LayerNormalization(),
        new LeakyReLU(),
        new Masking(),
        new MaxNumBoundingBoxes(5),
        new MaxPooling1D(),
        new MaxPooling2D(),
        new MaxPooling3D(),
        new Maximum(),
        new MelSpectrogram(),
        new Minimum(),
        new MixUp(),
        new MultiHeadAttention(2, 2),
        new Multiply(),
        new Normalization(),
        new PReLU(),
        new Permute(2, 1),
        new Pipeline(new RandomFlip().named("a"), new Rescaling(0.5).named("b")),
        new RMSNormalization(),
        new RNN(new GRUCell(3).named("inner")),
        new RandAugment(),
        new RandomBrightness(0.25),
        new RandomColorDegeneration(0.25),
        new RandomColorJitter(),
        new RandomContrast(0.25),
        new RandomElasticTransform(),
        new RandomErasing(),
        new RandomFlip(),
        new RandomGaussianBlur(),
        new RandomGrayscale(0.25),
        new RandomHue(0.25),
        new RandomInvert(0.25),
        new RandomPerspective(),
        new RandomPosterization(4),
        new RandomRotation(0.25),
        new RandomSaturation(0.25),
        new RandomSharpness(0.25),
        new RandomShear(0, 0),
        new RandomTranslation(0.25, 0.5),
        new RandomZoom(0.25),
        new ReLU(),
        new RepeatVector(3),
        new Rescaling(0.5),
        new Reshape(2, 2),
        new Resizing(4, 5),
        new ReversibleEmbedding(10, 4),
        new STFTSpectrogram(),
        new SeparableConv1D(4, 3),
        new SeparableConv2D(4, 3),
        new SimpleRNN(3),
        new SimpleRNNCell(3),
        new Softmax(),
        new Solarization(),
        new SpatialDropout1D(0.25),
        new SpatialDropout2D(0.25),
        new SpatialDropout3D(0.25),
        new SpectralNormalization(new Dense(3).named("inner")),
        new StackedRNNCells(new GRUCell(3).named("a"), new LSTMCell(2).named("b")),
        new StringLookup(List.of("a", "b")),
        new Subtract(),
        new TernaryDense(3),
        new TextVectorization(),
        new TimeDistributed(new Dense(3).named("inner")),
        new UnitNormalization(),
        new UpSampling1D(),
        new UpSampling2D(),
        new UpSampling3D(),
        new ZeroPadding1D(),
        new ZeroPadding2D(),
        new ZeroPadding3D());
  }

  private static List<Optimizer> optimizers() {
    return List.of(
        new Adadelta(),
        new Adafactor(),
        new Adagrad(),
        new Adam(),
        new AdamW(),
        new Adamax(),
        new Ftrl(),
        new Lamb(),
        new Lion(),
        new Muon(),
        new Nadam(),
        new RMSprop(),
        new SGD(),
        new ScheduleFreeAdamW(),
        new LossScaleOptimizer(new Adam(0.01)));
  }

  private static List<Loss> losses() {
    return List.of(
        new BinaryCrossentropy(),
        new BinaryFocalCrossentropy(),
        new CTC(),
        new CategoricalCrossentropy(),
        new CategoricalFocalCrossentropy(),
        new CategoricalGeneralizedCrossEntropy(),
        new CategoricalHinge(),
        new Circle(),
        new CosineSimilarity(),
        new Dice(),
        new Hinge(),
        new Huber(),
        new KLDivergence(),
        new LogCosh(),
        new MeanAbsoluteError(),
        new MeanAbsolutePercentageError(),
        new MeanSquaredError(),
        new MeanSquaredLogarithmicError(),
        new Poisson(),
        new SparseCategoricalCrossentropy(),
        new SquaredHinge(),
        new Tversky());
  }

  private static List<Metric> metrics() {
    return List.of(
        new AUC(),
        new Accuracy(),
        new BinaryAccuracy(),
        new BinaryIoU(),
        new CategoricalAccuracy(),
        new ConcordanceCorrelation(),
        new MeanCosineSimilarity(),
        new F1Score(),
        new FBetaScore(),
        new FalseNegatives(),
        new FalsePositives(),
        new Mean(),
        new PearsonCorrelation(),
        new Precision(),
        new R2Score(),
        new Recall(),
        new RootMeanSquaredError(),
        new SparseCategoricalAccuracy(),
        new SparseTopKCategoricalAccuracy(),
        new Sum(),
        new TopKCategoricalAccuracy(),
        new TrueNegatives(),
        new TruePositives(),
        new LossMetric(new BinaryCrossentropy()),
        new LossMetric(new CategoricalCrossentropy()),
        new LossMetric(new CategoricalHinge()),
        new LossMetric(new Hinge()),
        new LossMetric(new KLDivergence()),
        new LossMetric(new LogCosh()),
        new LossMetric(new MeanAbsoluteError()),
        new LossMetric(new MeanAbsolutePercentageError()),
        new LossMetric(new MeanSquaredError()),
        new LossMetric(new MeanSquaredLogarithmicError()),
        new LossMetric(new Poisson()),
        new LossMetric(new SparseCategoricalCrossentropy()),
        new LossMetric(new SquaredHinge()),
        new IoU(3, 0, 2),
        new MeanIoU(3),
        new OneHotIoU(3, 0, 2),
        new OneHotMeanIoU(3),
        new PrecisionAtRecall(0.5),
        new RecallAtPrecision(0.5),
        new SensitivityAtSpecificity(0.5),
        new SpecificityAtSensitivity(0.5));
  }

  private static List<Regularizer> regularizers() {
    return List.of(new L1(), new L1L2(0, 0), new L2(), new OrthogonalRegularizer());
  }

  private static List<Constraint> constraints() {
    return List.of(new MaxNorm(), new MinMaxNorm(), new NonNeg(), new UnitNorm());
  }

  private static List<Initializer> initializers() {
    return List.of(
        new Constant(0),
        new GlorotNormal(),
        new GlorotUniform(),
        new HeNormal(),
        new HeUniform(),
        new Identity(),
        new LecunNormal(),
        new LecunUniform(),
        new Ones(),
        new Orthogonal(),
        new RandomNormal(),
        new RandomUniform(),
        new STFT(),
        new TruncatedNormal(),
        new VarianceScaling(),
        new Zeros());
  }

  private static List<Schedule> schedules() {
    return List.of(
        new CosineDecay(0.5, 100),
        new CosineDecayRestarts(0.5, 100),
        new ExponentialDecay(0.5, 100, 0.9),
        new InverseTimeDecay(0.5, 100, 0.9),
        new PiecewiseConstantDecay(List.of(10.0, 20.0), List.of(1.0, 0.5, 0.25)),
        new PolynomialDecay(0.5, 100));
  }

  private static List<Made> made() {
    List<Made> all = new ArrayList<>();
    layers().forEach(each -> all.add(new Made("layer", ModelTable.write(each))));
    optimizers().forEach(each -> all.add(new Made("optimizer", Optimizers.TABLE.write(each))));
    losses().forEach(each -> all.add(new Made("loss", Losses.TABLE.write(each))));
    metrics().forEach(each -> all.add(new Made("metric", Metrics.TABLE.write(each))));
    regularizers()
        .forEach(each -> all.add(new Made("regularizer", Regularizers.TABLE.write(each))));
    constraints().forEach(each -> all.add(new Made("constraint", Constraints.TABLE.write(each))));
    initializers()
        .forEach(each -> all.add(new Made("initializer", Initializers.TABLE.write(each))));
    schedules().forEach(each -> all.add(new Made("schedule", Schedules.TABLE.write(each))));
    return all;
  }

  private record Made(String kind, Map<String, ?> written) {
    String key() {
      return kind + " " + written.get("class_name");
    }
  }

  private static Map<String, Map<?, ?>> kerasDefaults() throws IOException {
    Map<String, Map<?, ?>> wanted = new HashMap<>();
    for (Map<String, Object> line : RoundTripTest.lines()) {
      if (((String) line.get("call")).endsWith("()")) {
        Map<?, ?> object = (Map<?, ?>) line.get("object");
        wanted.put(line.get("kind") + " " + object.get("class_name"), object);
      }
    }
    return wanted;
  }

  @TestFactory
  Stream<DynamicTest> areKeras() throws IOException {
    Map<String, Map<?, ?>> wanted = kerasDefaults();
    return made().stream()
        .map(made ->
            DynamicTest.dynamicTest(
                made.key(),
                () ->
                    assertThat(Differences.of(wanted.get(made.key()), made.written(), false))
                        .allMatch(DefaultsTest::isRounded)));
  }

  // Keras writes some numbers as float32 holds them: a learning rate of 0.001 as
  // 0.0010000000474974513.
  private static boolean isRounded(Differences.Difference difference) {
    return difference.wanted() instanceof Double wanted
        && difference.got() instanceof Double got
        && wanted == got.floatValue();
  }

  @Test
  void noneIsMissing() throws IOException {
    List<String> made = made().stream().map(Made::key).toList();
    // RandomCrop draws a seed in Keras where none is given.
    assertThat(kerasDefaults().keySet())
        .filteredOn(key -> !key.equals("layer RandomCrop"))
        .allMatch(made::contains);
  }
}
