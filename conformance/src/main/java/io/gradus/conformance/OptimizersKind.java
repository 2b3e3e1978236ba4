package io.gradus.conformance;

import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An optimizer: the variables after each of several steps, and its state after the last.
final class OptimizersKind implements Kind {
  private static final Tolerance RATE = new Tolerance(1e-6, 0);

  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    Optimizer optimizer = Saved.optimizer(fields.value("object"));
    List<Variable> variables = new ArrayList<>();
    for (Fields variable : fields.objects("variables")) {
      variables.add(new Variable(variable.text("name"), given.tensor(variable.value("initial"))));
    }
    BoundOptimizer bound = optimizer.bind(variables);
    int number = 0;
    for (Fields step : fields.objects("steps")) {
      String name = "step " + number++;
      List<?> references = step.list("gradients");
      @Nullable Tensor[] gradients = new Tensor[references.size()];
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = given.arrays().tensorOrNull(references.get(i));
      }
      bound.apply(gradients);
      checks.equal(name + " value", step.list("values"), values(variables));
      String difference =
          RATE.difference(
              bound.rate().toDoubleArray(),
              new double[] {step.number("learning_rate")},
              Shape.SCALAR);
      if (difference != null) {
        checks.fail(name + " learning rate: " + difference);
      }
    }
    state(given, bound, checks);
    if (fields.has("finalized")) {
      bound.finish();
      checks.equal("finalized", fields.list("finalized"), values(variables));
    }
  }

  private static List<Tensor> values(List<Variable> variables) {
    return variables.stream().map(Variable::value).toList();
  }

  private static void state(Case given, BoundOptimizer bound, Checks checks) {
    List<Fields> state = given.fields().objects("state");
    List<Variable> got = bound.variables();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < state.size(); i++) {
      String name = state.get(i).text("name");
      // Keras numbers variables without a name over the whole program.
      boolean named = i >= got.size() || !name.matches("variable(_\\d+)?");
      names.add(named ? name : got.get(i).name());
    }
    if (!checks.same("state", names, got.stream().map(Variable::name).toList())) {
      return;
    }
    for (int i = 0; i < got.size(); i++) {
      Object reference = state.get(i).text("array");
      Tensor value = got.get(i).value();
      // The number of steps done has the backend's own integer type.
      boolean counter = value.dtype().isInteger();
      Tensor fitted = counter ? value.cast(given.arrays().dtypeOf(reference)) : value;
      checks.equal("state " + names.get(i), reference, fitted);
    }
  }
}
