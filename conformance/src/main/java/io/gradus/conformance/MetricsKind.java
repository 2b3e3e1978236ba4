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
    Keras315 earlier = Keras315.countingElements(given);
    Fields object = earlier != null ? earlier.unadjusted(checks) : fields.object("object");
    Metric metric = Metrics.TABLE.read(object.map());
    int number = 0;
    long elements = 0;
    for (Fields update : fields.objects("updates")) {
      boolean valued = update.has("values");
      Tensor yTrue = given.tensor(update.value(valued ? "values" : "y_true"));
      Tensor yPred = valued ? yTrue : given.tensor(update.value("y_pred"));
      metric.update(yTrue, yPred, given.arrays().tensorOrNull(update.get("sample_weight")));
      elements += yTrue.size();
      Tensor result =
          earlier != null ? earlier.adjusted(metric.result(), elements) : metric.result();
      checks.equal("result " + number++, update.value("result"), result);
    }
    List<Fields> variables = fields.objects("variables");
    List<String> names = variables.stream().map(variable -> variable.text("name")).toList();
    if (checks.same("variables", names, metric.variables().stream().map(Variable::name).toList())) {
      int from = earlier != null ? 1 : 0; // the first is the number of samples
      checks.equalVariables(
          variables.stream().skip(from).map(variable -> variable.value("value")).toList(),
          metric.variables().subList(from, names.size()));
    }
    metric.reset();
    checks.equal("result after reset", fields.value("after_reset"), metric.result());
  }
}
