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
import io.gradus.tensor.Tensor;
import java.util.Locale;

/// The networks that `gradus train mnist` knows.
enum DigitNetwork {
  /// The book's: two dense layers.
  MLP("rmsprop") {
    @Override
    Model create(long side, long seed) {
      return built(seed, new InputLayer(side * side), new Dense(512, RELU), new Dense(10, SOFTMAX));
    }
  },

  /// Keras' `mnist_convnet`: two convolutions, each with a pooling, and a dense layer.
  CNN("adam") {
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

  /// A small residual network: three blocks of two convolutions with batch normalization.
  RESNET("adam") {
    @Override
    Model create(long side, long seed) {
      Tensor x = Input.of(side, side, 1);
      Tensor y = new ReLU().call(convolved(x, 16, 1));
      y = block(y, 16, 1);
      y = block(y, 32, 2);
      y = block(y, 64, 2);
      y = new Dense(10, SOFTMAX).call(new GlobalAveragePooling2D().call(y));
      Functional model = new Functional(x, y);
      model.seed(seed);
      model.build();
      return model;
    }
  };

  private final String optimizer;

  DigitNetwork(String optimizer) {
    this.optimizer = optimizer;
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

  private static Tensor convolved(Tensor x, int filters, int stride) {
    Conv2D convolution = new Conv2D(filters, 3).strides(stride).padding("same").useBias(false);
    return new BatchNormalization().call(convolution.call(x));
  }

  private static Tensor block(Tensor x, int filters, int stride) {
    Tensor y = convolved(new ReLU().call(convolved(x, filters, stride)), filters, 1);
    Tensor shortcut =
        stride == 1
            ? x
            : new BatchNormalization()
                .call(new Conv2D(filters, 1).strides(stride).useBias(false).call(x));
    return new ReLU().call(new Add().call(y, shortcut));
  }

  /// {@return the optimizer to train it with unless another is chosen}
  Values.OptimizerChoice optimizer() {
    return new Values.OptimizerName().convert(optimizer);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
