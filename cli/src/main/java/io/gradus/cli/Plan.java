package io.gradus.cli;

import io.gradus.datasets.LabeledImages;
import io.gradus.datasets.Mnist;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.schedule.CosineDecay;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Cpu;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;
import java.util.Locale;

/// What a training run is going to do and what it will take.
///
/// @param data all images
/// @param samples how many of them are trained on
/// @param epochs how often
/// @param batchSize the images in each update
/// @param model the network, built
/// @param optimizer what changes its weights
/// @param seed what the run follows from
/// @param device who computes
record Plan(
    Mnist data,
    long samples,
    int epochs,
    int batchSize,
    Model model,
    Optimizer optimizer,
    long seed,
    Cpu device) {
  private static final double MIB = 1 << 20;

  /// {@return the number of updates in an epoch; the last one may have fewer images}
  long steps() {
    return Math.ceilDiv(samples, batchSize);
  }

  /// {@return one line for each thing}
  String text() {
    long held = data.train().size() - samples;
    String rest = held == 0 ? "" : format(", %,d to validate with", held);
    return format(
            "data:       %,d images to train on%s, %,d to test with%n",
            samples, rest, data.test().size())
        + format(
            "plan:       %s of %,d images in each epoch, %s: %s%n",
            count(steps(), "step"),
            Math.min(batchSize, samples),
            count(epochs, "epoch"),
            count(steps() * epochs, "update"))
        + format(
            "optimizer:  %s, learning rate %s%n", optimizer.schema().className(), learningRate())
        + format("parameters: %,d%n", model.countParameters())
        + memory()
        + format(
            "device:     %s, %s%n",
            device.kernels().description(), count(device.kernels().workers().threads(), "thread"))
        + format("seed:       %d%n", seed);
  }

  private String learningRate() {
    return optimizer.options().learningRate() instanceof CosineDecay decay
        ? format("%s, falling to 0", decay.initialLearningRate())
        : optimizer.options().learningRate().toString();
  }

  private String memory() {
    double stored = bytes(data.train()) + bytes(data.test());
    double weights = model.weights().stream().mapToLong(weight -> weight.type().bytes()).sum();
    double training = optimizer.stateBytes(model.trainableWeights());
    for (Variable weight : model.trainableWeights()) {
      training += weight.type().bytes();
    }
    double batch = batchBytes();
    return format(
        "memory:     about %.0f MiB: data %.1f, weights %.1f, gradients and optimizer %.1f,"
            + " a batch %.1f%n",
        (stored + weights + training + batch) / MIB,
        stored / MIB,
        weights / MIB,
        training / MIB,
        batch / MIB);
  }

  /// The inputs of a batch, and what each layer of a chain puts out, with its gradient; of a model
  /// with branches the inputs.
  private double batchBytes() {
    long samples = Math.min(batchSize, this.samples);
    Shape sample = ModelImages.of(model).sample();
    List<TensorType> types =
        List.of(new TensorType(DType.FLOAT32, Shape.of(samples).concat(sample)));
    double bytes = types.getFirst().bytes();
    for (Layer layer : model instanceof Sequential chain ? chain.layers() : List.<Layer>of()) {
      types = layer.types(types, Call.infer());
      bytes += 2.0 * types.getFirst().bytes();
    }
    return bytes;
  }

  private static double bytes(LabeledImages part) {
    return part.images().type().bytes() + (double) part.labels().type().bytes();
  }

  private static String count(long count, String thing) {
    return format("%,d %s", count, count == 1 ? thing : thing + "s");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
