package io.gradus.cli;

import static io.gradus.nn.activation.Activation.RELU;
import static io.gradus.nn.activation.Activation.SOFTMAX;

import io.gradus.nn.layer.Add;
import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Conv2D;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.GlobalAveragePooling2D;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.MaxPooling2D;
import io.gradus.nn.layer.ReLU;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.schedule.CosineDecay;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.tensor.Tensor;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The networks that `gradus train mnist` knows.
enum DigitNetwork {
  /// The book's: two dense layers.
  MLP("rmsprop", null) {
    @Override
    Model create(long side, long seed) {
      return built(seed, new InputLayer(side * side), new Dense(512, RELU), new Dense(10, SOFTMAX));
    }
  },

  /// Keras' `mnist_convnet`: two convolutions, each with a pooling, and a dense layer.
  CNN("adam", 0.005) {
    @Override
    Model create(long side, long seed) {
      return built(
          seed,
          new InputLayer(side, side, 1),
          new Conv2D(32, 3, RELU),
          new MaxPooling2D(2),
          new Conv2D(64, 3, RELU),
          new MaxPooling2D(2),
          new Flatten(),
          new Dropout(0.5),
          new Dense(10, SOFTMAX));
    }
  },

  /// A small residual network: a convolution and two blocks of two more, with batch normalization.
  RESNET("adam", 0.003) {
    @Override
    Model create(long side, long seed) {
      Tensor x = Input.of(side, side, 1);
      Tensor y = new ReLU().call(convolved(x, 32, 3, 1));
      y = block(new MaxPooling2D(2).call(y), 32, 1);
      y = block(y, 64, 2);
      y = new Dense(10, SOFTMAX).call(new GlobalAveragePooling2D().call(y));
      Functional model = new Functional(x, y);
      model.seed(seed);
      model.build();
      return model;
    }
  };

  // The standard 0.99 keeps a hundredth of the first variance, 1, through an epoch: four times what
  // the first convolution gives.
  private static final double MOMENTUM = 0.9;

  private final String optimizer;
  private final @Nullable Double decaying;

  /// A network with the optimizer it is trained with unless another is chosen.
  ///
  /// @param decaying the learning rate from which it falls to 0; null if it stays the optimizer's
  DigitNetwork(String optimizer, @Nullable Double decaying) {
    this.optimizer = optimizer;
    this.decaying = decaying;
  }

  /// {@return a new model for images of so many pixels a side, built}
  ///
  /// @param seed what its first weights follow from
  abstract Model create(long side, long seed);

  private static Model built(long seed, Layer... layers) {
    Sequential model = new Sequential(layers);
    model.seed(seed);
    model.build();
    return model;
  }

  private static Tensor convolved(Tensor x, int filters, int size, int stride) {
    Conv2D convolution = new Conv2D(filters, size).strides(stride).padding("same").useBias(false);
    return new BatchNormalization().momentum(MOMENTUM).call(convolution.call(x));
  }

  private static Tensor block(Tensor x, int filters, int stride) {
    Tensor y = convolved(new ReLU().call(convolved(x, filters, 3, stride)), filters, 3, 1);
    Tensor shortcut = stride == 1 ? x : convolved(x, filters, 1, stride);
    return new ReLU().call(new Add().call(y, shortcut));
  }

  /// {@return the optimizer that trains it in so many updates}
  ///
  /// @param chosen another than its own
  /// @param rate another learning rate to begin with
  Optimizer optimizer(
      Optional<Values.OptimizerChoice> chosen, Optional<Double> rate, long updates) {
    Values.OptimizerChoice choice =
        chosen.orElseGet(() -> new Values.OptimizerName().convert(optimizer));
    Optional<Double> own = chosen.isEmpty() ? Optional.ofNullable(decaying) : Optional.empty();
    Optimizer constant = choice.create(rate.or(() -> own).map(LearningRate::of));
    if (decaying != null && constant.options().learningRate() instanceof LearningRate.Fixed first) {
      return choice.create(Optional.of(new CosineDecay(first.value(), updates)));
    }
    return constant;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
