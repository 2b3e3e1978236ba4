package io.gradus.conformance;

import io.gradus.nn.loss.Loss;
import io.gradus.nn.loss.Losses;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.optimizer.Optimizers;
import io.gradus.tensor.Variable;
import java.util.List;
import java.util.function.Function;

/// Objects read from Keras' serialization, `{"class_name": …, "config": {…}}`, or from Keras' name
/// for them.
final class Saved {
  private Saved() {}

  static Model model(Object saved) {
    return (Model) ModelTable.read(Fields.of(saved).map());
  }

  static Optimizer optimizer(Object saved) {
    if (saved instanceof String name) {
      return named("optimizer", name, Optimizer::of);
    }
    return Optimizers.TABLE.read(Fields.of(saved).map());
  }

  static Loss loss(Object saved) {
    return saved instanceof String name
        ? named("loss", name, Loss::of)
        : Losses.TABLE.read(Fields.of(saved).map());
  }

  /// {@return what Keras calls by the name}
  static <T> T named(String kind, String name, Function<String, T> of) {
    try {
      return of.apply(name);
    } catch (IllegalArgumentException _) {
      throw new MissingFeatureException(kind + " " + name);
    }
  }

  /// Checks names and number of variables against the case's list and gives them the values in it.
  ///
  /// @param weights objects with a `name`
  /// @param array the key of the array in each
  static void assign(
      Case given, List<Fields> weights, String array, List<Variable> variables, Checks checks) {
    List<String> names = weights.stream().map(weight -> weight.text("name")).toList();
    List<String> got =
        variables.stream().map(v -> v.name().substring(v.name().lastIndexOf('/') + 1)).toList();
    if (!checks.same("weights", names, got)) {
      throw new IllegalArgumentException("the weights do not fit");
    }
    for (int i = 0; i < variables.size(); i++) {
      variables.get(i).assign(given.tensor(weights.get(i).value(array)));
    }
  }
}
