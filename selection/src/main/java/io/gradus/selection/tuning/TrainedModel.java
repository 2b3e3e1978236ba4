package io.gradus.selection.tuning;

import io.gradus.nn.model.Model;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// A model, and the weights that it had at its best epoch.
///
/// @param model the model, with the weights of its last epoch, or of a later training
/// @param weights those of its best epoch, in order
record TrainedModel(Model model, List<Tensor> weights) {
  /// {@return the model with its best weights}
  Model best() {
    assign(weights);
    return model;
  }

  private void assign(List<Tensor> values) {
    List<Variable> variables = model.weights();
    for (int i = 0; i < variables.size(); i++) {
      variables.get(i).assign(values.get(i));
    }
  }

  /// Writes the model with its best weights, and leaves it with those that it has.
  void save(Path file) {
    List<Tensor> present = model.weights().stream().map(Variable::value).toList();
    try {
      best().save(file);
    } catch (IOException e) {
      throw new UncheckedIOException("tuner: " + e.getMessage(), e);
    } finally {
      assign(present);
    }
  }
}
