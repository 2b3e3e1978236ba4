package io.gradus.nn.operation;

import io.gradus.nn.loss.BinaryCrossentropy;
import io.gradus.nn.loss.CTC;
import io.gradus.nn.loss.CategoricalCrossentropy;
import io.gradus.nn.loss.SparseCategoricalCrossentropy;
import io.gradus.tensor.Axes;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.Arrays;
import java.util.List;

/// The functions of `keras.ops.nn` that normalize, and the cross-entropies.
final class NeuralFunctions {
  // Keras' number for epsilon where none is given.
  private static final double FUZZ = 1e-7;

  private NeuralFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row(
        "batch_normalization",
        "x mean variance axis offset scale epsilon",
        NeuralFunctions::batchNormalization);
    table.row(
        "layer_normalization", "x gamma beta axis epsilon", NeuralFunctions::layerNormalization);
    table.row("rms_normalization", "x scale axis epsilon", NeuralFunctions::rmsNormalization);
    table.row(
        "ctc_loss",
        "target output target_length output_length mask_index",
        a ->
            CTC.of(
                a.tensor("target"),
                a.tensor("output"),
                a.tensor("target_length"),
                a.tensor("output_length"),
                a.integer("mask_index", 0)));
    table.rows(
        "ctc_decode",
        "inputs sequence_lengths strategy beam_width top_paths merge_repeated mask_index",
        NeuralFunctions::ctcDecode);
    table.row("psnr", "x1 x2 max_val", a -> psnr(a));
    table.row("normalize", "x axis order epsilon", NeuralFunctions::normalize);
    table.row(
        "binary_crossentropy", "target output from_logits", NeuralFunctions::binaryCrossentropy);
    table.row(
        "categorical_crossentropy",
        "target output from_logits axis",
        a ->
            new CategoricalCrossentropy()
                .fromLogits(a.truth("from_logits"))
                .axis(a.integer("axis", -1))
                .call(a.tensor("target"), a.tensor("output")));
    table.row(
        "sparse_categorical_crossentropy",
        "target output from_logits axis",
        a ->
            new SparseCategoricalCrossentropy()
                .fromLogits(a.truth("from_logits"))
                .axis(a.integer("axis", -1))
                .call(a.tensor("target"), a.tensor("output")));
  }

  private static Tensor batchNormalization(CallArguments a) {
    Tensor x = a.tensor("x");
    int axis = x.shape().axis("batch_normalization", a.integer("axis"));
    long[] dims = new long[x.rank()];
    Arrays.fill(dims, 1);
    dims[axis] = x.dim(axis);
    Tensor deviation = a.tensor("variance").reshape(dims).add(a.number("epsilon", 1e-3)).sqrt();
    Tensor y = x.sub(a.tensor("mean").reshape(dims)).div(deviation);
    return shifted(y, a, "scale", "offset", Shape.of(dims));
  }

  private static Tensor layerNormalization(CallArguments a) {
    Tensor x = a.tensor("x");
    Axes over = over(a).keep();
    Tensor deviation = x.var(over).add(a.number("epsilon", FUZZ)).sqrt();
    Tensor y = x.sub(x.mean(over)).div(deviation);
    return shifted(y, a, "gamma", "beta", aligned(a, x)).cast(x.dtype());
  }

  private static Tensor rmsNormalization(CallArguments a) {
    Tensor x = a.tensor("x");
    Tensor y = x.div(x.square().mean(over(a).keep()).add(a.number("epsilon", FUZZ)).sqrt());
    Tensor scaled = a.has("scale") ? y.mul(a.tensor("scale").reshape(aligned(a, x))) : y;
    return scaled.cast(x.dtype());
  }

  private static List<Tensor> ctcDecode(CallArguments a) {
    CtcDecoder decoder = new CtcDecoder(a.integer("mask_index", 0));
    Tensor logits = a.tensor("inputs");
    Tensor lengths = a.tensor("sequence_lengths");
    String strategy = a.has("strategy") ? (String) a.get("strategy") : "greedy";
    CtcDecoder.Decoded decoded =
        switch (strategy) {
          case "greedy" -> decoder.greedy(logits, lengths, a.truth("merge_repeated", true));
          case "beam_search" ->
              decoder.beamSearch(
                  logits, lengths, a.integer("beam_width", 100), a.integer("top_paths", 1));
          default ->
              throw new IllegalArgumentException(
                  "ctc_decode: strategy must be greedy or beam_search; got " + strategy);
        };
    return List.of(decoded.paths(), decoded.scores());
  }

  private static Tensor psnr(CallArguments a) {
    return a.tensor("x1").psnr(a.tensor("x2"), a.number("max_val").doubleValue());
  }

  private static Tensor normalize(CallArguments a) {
    Tensor x = a.tensor("x");
    Axes over = over(a).keep();
    double least = a.number("epsilon", 1e-12);
    double order = a.number("order", 2);
    Tensor length = order == 2 ? x.norm(over) : x.norm(order, over);
    return x.div(length.maximum(least));
  }

  private static Axes over(CallArguments a) {
    return Axes.of(axes(a));
  }

  private static int[] axes(CallArguments a) {
    return a.has("axis") ? a.integers("axis") : new int[] {-1};
  }

  private static Shape aligned(CallArguments a, Tensor x) {
    long[] dims = new long[x.rank()];
    Arrays.fill(dims, 1);
    for (int axis : axes(a)) {
      int at = x.shape().axis("axis", axis);
      dims[at] = x.dim(at);
    }
    return Shape.of(dims);
  }

  private static Tensor shifted(
      Tensor x, CallArguments a, String factor, String shift, Shape aligned) {
    Tensor scaled = a.has(factor) ? x.mul(a.tensor(factor).reshape(aligned)) : x;
    return a.has(shift) ? scaled.add(a.tensor(shift).reshape(aligned)) : scaled;
  }

  // Element by element: the mean over an axis of length 1.
  private static Tensor binaryCrossentropy(CallArguments a) {
    return new BinaryCrossentropy()
        .fromLogits(a.truth("from_logits"))
        .call(a.tensor("target").expandDims(-1), a.tensor("output").expandDims(-1));
  }
}
