package io.gradus.cli;

import static io.gradus.nn.activation.Activation.RELU;
import static io.gradus.nn.activation.Activation.SOFTMAX;

import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import java.util.Locale;

/// The networks that `gradus train mnist` knows.
enum DigitNetwork {
  /// The book's: two dense layers.
  MLP("rmsprop") {
    @Override
    Model create(long side, long seed) {
      return built(seed, new InputLayer(side * side), new Dense(512, RELU), new Dense(10, SOFTMAX));
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

  /// {@return the optimizer to train it with unless another is chosen}
  Values.OptimizerChoice optimizer() {
    return new Values.OptimizerName().convert(optimizer);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
