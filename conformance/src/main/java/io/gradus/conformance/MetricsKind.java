package io.gradus.conformance;

import io.gradus.nn.metric.Metric;
import io.gradus.nn.metric.Metrics;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.List;

/// A metric: its result after each batch, its state at the end, its result after a reset.
final class MetricsKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    Metric metric = Metrics.TABLE.read(fields.object("object").map());
    int number = 0;
    for (Fields update : fields.objects("updates")) {
      boolean valued = update.has("values");
      Tensor yTrue = given.tensor(update.value(valued ? "values" : "y_true"));
      Tensor yPred = valued ? yTrue : given.tensor(update.value("y_pred"));
      metric.update(yTrue, yPred, given.arrays().tensorOrNull(update.get("sample_weight")));
      checks.equal("result " + number++, update.value("result"), metric.result());
    }
    List<Fields> variables = fields.objects("variables");
    List<String> names = variables.stream().map(variable -> variable.text("name")).toList();
    if (checks.same("variables", names, metric.variables().stream().map(Variable::name).toList())) {
      checks.equalVariables(
          variables.stream().map(variable -> variable.value("value")).toList(), metric.variables());
    }
    metric.reset();
    checks.equal("result after reset", fields.value("after_reset"), metric.result());
  }
}
