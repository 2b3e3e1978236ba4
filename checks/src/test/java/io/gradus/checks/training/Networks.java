package io.gradus.checks.training;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Add;
import io.gradus.nn.layer.BatchNormalization;
import io.gradus.nn.layer.Bidirectional;
import io.gradus.nn.layer.Conv2D;
import io.gradus.nn.layer.Conv2DTranspose;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.layer.Embedding;
import io.gradus.nn.layer.Flatten;
import io.gradus.nn.layer.GRU;
import io.gradus.nn.layer.GlobalAveragePooling1D;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.layer.LSTM;
import io.gradus.nn.layer.LayerNormalization;
import io.gradus.nn.layer.MaxPooling2D;
import io.gradus.nn.layer.MultiHeadAttention;
import io.gradus.nn.layer.SeparableConv2D;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.Input;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// Small networks of different kinds, and what a short training leaves of each to the bit.
enum Networks {
  CONVOLUTIONAL("adam", "sparse_categorical_crossentropy") {
    @Override
    Model model() {
      return new Sequential(
          new Conv2D(4, 3).activation(Activation.RELU),
          new BatchNormalization(),
          new MaxPooling2D(2),
          new SeparableConv2D(6, 2),
          new Flatten(),
          new Dropout(0.3),
          new Dense(5, Activation.SOFTMAX));
    }
  },
  AUTOENCODER("rmsprop", "mse") {
    @Override
    Model model() {
      return new Sequential(
          new Conv2D(4, 3).strides(2).activation(Activation.TANH),
          new Conv2DTranspose(2, 3).strides(2).activation(Activation.SIGMOID));
    }

    @Override
    Tensor y() {
      return Tensor.randomUniform(Shape.of(N, 7, 7, 2), 0, 1, 9);
    }
  },
  RECURRENT("sgd", "sparse_categorical_crossentropy") {
    @Override
    Model model() {
      return new Sequential(
          new Embedding(9, 6).maskZero(true),
          new Bidirectional(new GRU(5).returnSequences(true)),
          new LSTM(4),
          new Dense(5, Activation.SOFTMAX));
    }

    @Override
    Tensor x() {
      return Tensor.randomIntegers(Shape.of(N, 7), 0, 9, 4);
    }
  },
  TRANSFORMER("adamw", "sparse_categorical_crossentropy") {
    @Override
    Model model() {
      Tensor ids = Input.of(InputLayer.of(DType.INT32, 7));
      Tensor x = new Embedding(9, 8).call(ids);
      Tensor before = new LayerNormalization().call(x);
      x = new Add().call(x, new MultiHeadAttention(2, 4).call(before, before));
      x = new Add().call(x, new Dense(8, Activation.GELU).call(new LayerNormalization().call(x)));
      Tensor y = new Dense(5, Activation.SOFTMAX).call(new GlobalAveragePooling1D().call(x));
      return new Functional(ids, y);
    }

    @Override
    Tensor x() {
      return Tensor.randomIntegers(Shape.of(N, 7), 0, 9, 4);
    }
  };

  private static final int N = 22;
  private final String optimizer;
  private final String loss;

  Networks(String optimizer, String loss) {
    this.optimizer = optimizer;
    this.loss = loss;
  }

  abstract Model model();

  Tensor x() {
    return Tensor.randomUniform(Shape.of(N, 8, 8, 2), -1, 1, 2);
  }

  Tensor y() {
    return Tensor.randomIntegers(Shape.of(N), 0, 5, 3);
  }

  /// {@return a hash of all weights and of the optimizer's state after two epochs of batches of 8,
  /// 8 and 6, and one more with the last layer frozen}
  String trained(boolean eagerly) {
    Model model = model().seed(1).runEagerly(eagerly);
    model.compile(Optimizer.of(optimizer), Loss.of(loss));
    model.fit(x(), y(), Fit.epochs(2).batchSize(8).quiet());
    model.layers().getLast().trainable(false);
    model.compile(Optimizer.of(optimizer), Loss.of(loss));
    model.fit(x(), y(), Fit.epochs(1).batchSize(8).quiet());
    List<Variable> all = new ArrayList<>(model.weights());
    all.addAll(model.optimizer().variables());
    return name() + " " + Digits.hash(all);
  }

  /// {@return a line for each network}
  static List<String> allTrained(boolean eagerly) {
    List<String> lines = new ArrayList<>();
    for (Networks network : values()) {
      lines.add(network.trained(eagerly));
    }
    return lines;
  }
}
