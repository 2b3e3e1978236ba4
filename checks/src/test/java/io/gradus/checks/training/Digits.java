package io.gradus.checks.training;

import io.gradus.data.Batch;
import io.gradus.datasets.Mnist;
import io.gradus.nn.activation.Activation;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.Dropout;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Fit;
import io.gradus.nn.model.History;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.RMSprop;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A small training on MNIST, and what is left of it to the bit.
final class Digits {
  private static final int PIXELS = 784;
  private static final int BATCH = 128;

  /// The first digits as Java arrays, of which each device makes tensors of its own.
  private static final float[] IMAGES;

  private static final int[] LABELS;

  static final int MOST = 2_000;

  static {
    var digits = Mnist.load().train();
    IMAGES =
        digits.images().get("0:" + MOST).cast(DType.FLOAT32).div(255).reshape(-1).toFloatArray();
    LABELS = digits.labels().get("0:" + MOST).toIntArray();
  }

  /// What a training left: all bits of weights and optimizer, and every epoch's numbers.
  record Outcome(String weights, History history) {}

  private Digits() {}

  /// {@return the first images, `float32[n, pixels]`}
  static Tensor x(int n, int pixels) {
    Tensor all = Tensor.of(IMAGES, Shape.of(MOST, PIXELS));
    return all.get("0:%d, %d:%d".formatted(n, 300, 300 + Math.min(pixels, PIXELS - 300)));
  }

  /// {@return the first images, `float32[n, 784]`}
  static Tensor x(int n) {
    return Tensor.of(IMAGES, Shape.of(MOST, PIXELS)).get("0:" + n);
  }

  /// {@return their labels, `int32[n]`}
  static Tensor y(int n) {
    return Tensor.of(LABELS).get("0:" + n);
  }

  static Batch batch() {
    return Batch.of(x(BATCH), y(BATCH));
  }

  /// {@return Dense, Dropout and Dense, compiled with RMSprop}
  static Sequential model(int units) {
    Sequential model =
        new Sequential(
            new Dense(units, Activation.RELU), new Dropout(0.2), new Dense(10, Activation.SOFTMAX));
    model.seed(1);
    model.compile(new RMSprop(), new SparseCategoricalCrossentropy(), new Accuracy());
    return model;
  }

  /// Two epochs of the first 2,000 digits.
  static Outcome train(boolean eagerly) {
    Sequential model = model(64);
    model.runEagerly(eagerly);
    History history = model.fit(x(MOST), y(MOST), Fit.epochs(2).batchSize(BATCH).quiet());
    return new Outcome(hash(model), history);
  }

  /// A training so small that an interpreter does it too: parts of 100 digits.
  static Outcome trainLittle() {
    Sequential model = model(12);
    History history = model.fit(x(100, 40), y(100), Fit.epochs(1).quiet());
    return new Outcome(hash(model), history);
  }

  /// {@return what [#train] leaves on a backend with a number of threads}
  static Outcome trainOn(String backend, int threads) {
    return ScopedValue.where(Device.SCOPE, Cpu.with(backend, threads)).call(() -> train(false));
  }

  /// {@return what [#trainLittle] leaves on a backend with a number of threads}
  static Outcome trainLittleOn(String backend, int threads) {
    return ScopedValue.where(Device.SCOPE, Cpu.with(backend, threads)).call(Digits::trainLittle);
  }

  /// {@return a hash of all bits of weights and optimizer}
  static String hash(Sequential model) {
    List<Variable> all = new ArrayList<>(model.weights());
    all.addAll(model.optimizer().variables());
    return hash(all);
  }

  static String hash(List<Variable> variables) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Variable variable : variables) {
        if (variable.dtype() == DType.INT64) {
          for (long value : variable.value().toLongArray()) {
            digest.update(ByteBuffer.allocate(8).putLong(value).array());
          }
        } else {
          for (float value : variable.value().reshape(-1).toFloatArray()) {
            digest.update(ByteBuffer.allocate(4).putInt(Float.floatToRawIntBits(value)).array());
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
