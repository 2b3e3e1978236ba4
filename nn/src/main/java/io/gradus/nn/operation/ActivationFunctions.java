package io.gradus.nn.operation;

import io.gradus.nn.activation.Activation;
import io.gradus.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/// The activations of `keras.ops.nn`.
final class ActivationFunctions {
  // What is an activation without settings too.
  private static final List<String> ACTIVATIONS =
      List.of(
          "hard_sigmoid",
          "hard_silu",
          "hard_swish",
          "hard_tanh",
          "log_sigmoid",
          "mish",
          "relu6",
          "selu",
          "sigmoid",
          "silu",
          "softplus",
          "softsign",
          "sparse_plus",
          "sparse_sigmoid",
          "swish",
          "tanh_shrink");

  private ActivationFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("relu", "x negative_slope max_value threshold", ActivationFunctions::relu);
    table.row("leaky_relu", "x negative_slope", with("negative_slope", 0.2, Activation::leakyRelu));
    table.row("elu", "x alpha", with("alpha", 1, Activation::elu));
    table.row("celu", "x alpha", with("alpha", 1, Activation::celu));
    table.row("squareplus", "x b", with("b", 4, Activation::squareplus));
    table.row("soft_shrink", "x threshold", with("threshold", 0.5, Activation::softShrink));
    table.row("hard_shrink", "x threshold", with("threshold", 0.5, Activation::hardShrink));
    table.row(
        "threshold",
        "x threshold default_value",
        a ->
            Activation.threshold(a.number("threshold", 0), a.number("default_value", 0))
                .apply(a.tensor("x")));
    table.row(
        "gelu",
        "x approximate",
        a -> Activation.gelu(a.truth("approximate", true)).apply(a.tensor("x")));
    table.row("glu", "x axis", a -> Activation.glu(a.integer("axis", -1)).apply(a.tensor("x")));
    table.row(
        "sparsemax",
        "x axis",
        a -> Activation.sparsemax(a.integer("axis", -1)).apply(a.tensor("x")));
    for (String name : ACTIVATIONS) {
      table.unary(name, Activation.of(name)::apply);
    }
    table.row("softmax", "x axis", a -> a.tensor("x").softmax(a.integer("axis", -1)));
    table.row("log_softmax", "x axis", a -> a.tensor("x").logSoftmax(a.integer("axis", -1)));
  }

  private static Function<CallArguments, Tensor> with(
      String setting, double standard, DoubleFunction<Activation> activation) {
    return a -> activation.apply(a.number(setting, standard)).apply(a.tensor("x"));
  }

  private static Tensor relu(CallArguments a) {
    Double most = a.has("max_value") ? a.number("max_value", 0) : null;
    return Activation.relu(a.number("negative_slope", 0), most, a.number("threshold", 0))
        .apply(a.tensor("x"));
  }
}
