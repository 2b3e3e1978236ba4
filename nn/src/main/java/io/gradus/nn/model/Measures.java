package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.nn.layer.Values;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.metric.Mean;
import io.gradus.nn.metric.Metric;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.OperandException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The losses and metrics of a model whose outputs are known, and what they have measured since the
/// last reset. In logs they have Keras' names: `loss`; for several outputs also `OUTPUT_loss` for
/// each loss, if there are several, and `OUTPUT_METRIC`.
final class Measures {
  private static final String LOSS = "loss";

  private final Mean total = new Mean(LOSS);
  private final List<Output> outputs;
  private final List<Metric> measured = new ArrayList<>();
  private final Map<String, Metric> logged = new LinkedHashMap<>();
  private final List<Metric> own;

  /// One output.
  ///
  /// @param position its position among the outputs
  /// @param name its name in logs
  /// @param target the position of its target, or −1 if it has none
  /// @param objective its loss and its metrics, as they are for these types
  /// @param mean the mean of its loss, or null if it is not logged
  private record Output(
      int position, String name, int target, Objective objective, @Nullable Mean mean) {}

  private Measures(List<Output> outputs, List<Metric> own) {
    this.outputs = outputs;
    this.own = own;
  }

  /// {@return the measures for these outputs and the batch's targets}
  ///
  /// @param operation what errors name: the method that was called
  /// @param names the outputs' names; none if they have no names
  /// @param own metrics that the model itself updates
  /// @throws IllegalArgumentException if objectives, outputs and targets do not fit
  static Measures of(
      String operation,
      Compilation compilation,
      List<String> names,
      List<TensorType> types,
      Batch batch,
      List<Metric> own) {
    List<Objective> each = compilation.forOutputs(names, types.size());
    int[] targets = targets(operation, each, batch.targets().size());
    boolean several = each.stream().filter(objective -> objective.loss() != null).count() > 1;
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < targets.length; i++) {
      String name = names.isEmpty() ? "output_" + i : names.get(i);
      Objective objective = each.get(i);
      if (objective.isMeasured() && targets[i] < 0) {
        throw new IllegalArgumentException(
            "%s: output \"%s\" has metrics and no target".formatted(operation, name));
      }
      boolean tracked = several && objective.loss() != null;
      Objective resolved =
          targets[i] < 0
              ? objective
              : resolved(objective, batch.targets().get(targets[i]).type(), types.get(i));
      Mean mean = tracked ? new Mean(name + "_loss") : null;
      outputs.add(new Output(i, name, targets[i], resolved, mean));
    }
    Measures measures = new Measures(outputs, own);
    measures.name(targets.length == 1);
    return measures;
  }

  // Targets come for all outputs, or for those with a loss only; if there are neither losses nor
  // metrics, the model's own steps know what to do with them.
  private static int[] targets(String operation, List<Objective> each, int given) {
    int[] targets = new int[each.size()];
    int losses = 0;
    boolean used = false;
    for (int i = 0; i < targets.length; i++) {
      targets[i] = each.get(i).loss() == null ? -1 : losses++;
      used |= targets[i] >= 0 || each.get(i).isMeasured();
    }
    if (given == targets.length) {
      Arrays.setAll(targets, i -> i);
    } else if (used && given != losses) {
      throw differing(operation, targets.length, given);
    }
    return targets;
  }

  private static IllegalArgumentException differing(String operation, int outputs, int targets) {
    return new IllegalArgumentException(
        "%s: outputs and targets differ in number: %d outputs, %d targets"
            .formatted(operation, outputs, targets));
  }

  private static Objective resolved(Objective given, TensorType target, TensorType output) {
    return new Objective(
        given.output(),
        given.loss(),
        given.weight(),
        resolved(given.metrics(), target, output),
        resolved(given.weightedMetrics(), target, output));
  }

  private static List<Metric> resolved(List<Metric> given, TensorType y, TensorType output) {
    return given.stream().map(metric -> metric.forTypes(y, output)).toList();
  }

  // Keras' rules: a second metric of a name is numbered, or called weighted. Of outputs with one
  // name,
  // which are calls of one layer, the last one's loss is logged.
  private void name(boolean alone) {
    log(total.name(), total);
    Map<String, Mean> losses = new LinkedHashMap<>();
    for (Output output : outputs) {
      if (output.mean != null) {
        Mean hidden = losses.put(output.mean.name(), output.mean);
        if (hidden != null) {
          measured.add(hidden);
        }
      }
    }
    losses.forEach(this::log);
    Map<String, Integer> counts = new HashMap<>();
    for (Output output : outputs) {
      String prefix = alone ? "" : output.name + "_";
      for (Metric metric : output.objective.metrics()) {
        log(numbered(prefix + metric.name(), counts), metric);
      }
    }
    for (Output output : outputs) {
      String prefix = alone ? "" : output.name + "_";
      for (Metric metric : output.objective.weightedMetrics()) {
        String name = prefix + metric.name();
        boolean taken = counts.containsKey(name);
        log(numbered(taken ? prefix + "weighted_" + metric.name() : name, counts), metric);
      }
    }
  }

  private static String numbered(String name, Map<String, Integer> counts) {
    int count = counts.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "_" + (count - 1);
  }

  private void log(String name, Metric metric) {
    measured.add(metric);
    if (logged.put(name, metric) != null) {
      throw new IllegalArgumentException(
          "compile: losses and metrics must have names that differ; got %s twice".formatted(name));
    }
  }

  /// Checks the targets of a batch.
  ///
  /// @param model the name of the model, for messages
  /// @throws IllegalArgumentException if they do not fit the outputs
  void check(String operation, String model, Batch batch, List<TensorType> types) {
    int expected = 0;
    for (Output output : outputs) {
      expected += output.target >= 0 ? 1 : 0;
    }
    if (expected != 0 && batch.targets().size() != expected) {
      throw differing(operation, outputs.size(), batch.targets().size());
    }
    for (Output output : outputs) {
      Loss loss = output.objective.loss();
      if (loss == null) {
        continue;
      }
      String of = outputs.size() == 1 ? "" : "output \"%s\" of ".formatted(output.name);
      String place = "%smodel \"%s\"".formatted(of, model);
      try {
        loss.check(batch.targets().get(output.target), types.get(output.position));
      } catch (OperandException e) {
        throw e.in(place);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + " (in " + place + ")", e);
      }
    }
  }

  /// {@return the loss of each output that has one, before its weight}
  List<Tensor> losses(Batch batch, Values out) {
    List<Tensor> losses = new ArrayList<>();
    for (Output output : outputs) {
      Loss loss = output.objective.loss();
      if (loss != null) {
        losses.add(
            loss.reduced(
                batch.targets().get(output.target),
                out.all().get(output.position),
                batch.weight(output.target),
                out.mask(output.position)));
      }
    }
    return losses;
  }

  /// {@return the weighted sum of the outputs' losses, or null if there are none}
  @Nullable Tensor total(List<Tensor> losses) {
    Tensor sum = null;
    int next = 0;
    for (Output output : outputs) {
      if (output.objective.loss() != null) {
        double weight = output.objective.weight();
        Tensor loss = losses.get(next++);
        Tensor weighted = weight == 1 ? loss : loss.mul(weight);
        sum = sum == null ? weighted : sum.add(weighted);
      }
    }
    return sum;
  }

  /// Takes a batch into the means of the losses and into the metrics.
  ///
  /// @param losses what [#losses] gave, or none to leave out the means of single outputs
  /// @param loss the loss of the model
  void measure(Batch batch, Values out, List<Tensor> losses, Tensor loss) {
    Tensor samples = Tensor.scalar(DType.FLOAT32, (double) batch.size());
    total.update(loss, samples);
    int next = 0;
    for (Output output : outputs) {
      if (output.mean != null && !losses.isEmpty()) {
        output.mean.update(losses.get(next++), samples);
      }
    }
    for (Output output : outputs) {
      if (output.target >= 0) {
        Tensor y = batch.targets().get(output.target);
        Tensor prediction = out.all().get(output.position);
        Tensor mask = out.mask(output.position);
        Tensor weights = batch.weight(output.target);
        output.objective.metrics().forEach(metric -> metric.update(y, prediction, null, mask));
        output
            .objective
            .weightedMetrics()
            .forEach(metric -> metric.update(y, prediction, weights, mask));
      }
    }
  }

  /// Forgets what was measured.
  void reset() {
    all().forEach(Metric::reset);
  }

  /// {@return the results so far by name, in the order of Keras' progress line; without the loss if
  /// no step has measured it}
  Map<String, Double> results(String prefix) {
    Map<String, Double> results = new TreeMap<>();
    logged.forEach((name, metric) -> {
      if (!metric.equals(total) || total.variables().getLast().value().item() > 0) {
        put(results, prefix + name, metric.result());
      }
    });
    own.forEach(metric -> put(results, prefix + metric.name(), metric.result()));
    return results;
  }

  /// {@return the names of the results, in their order, `NAME` for those of several elements}
  Set<String> names() {
    Set<String> names = new TreeSet<>(logged.keySet());
    own.forEach(metric -> names.add(metric.name()));
    return names;
  }

  // Each element of a result that is no single number has an entry of its own.
  private static void put(Map<String, Double> results, String name, Tensor result) {
    double[] values = result.toDoubleArray();
    if (values.length == 1) {
      results.put(name, values[0]);
      return;
    }
    for (int i = 0; i < values.length; i++) {
      results.put("%s[%d]".formatted(name, i), values[i]);
    }
  }

  /// {@return the sum of the losses of all samples since the last reset}
  double sumOfLosses() {
    return total.variables().getFirst().value().item();
  }

  /// {@return the state of all means and metrics}
  List<Variable> variables() {
    return all().flatMap(metric -> metric.variables().stream()).toList();
  }

  private Stream<Metric> all() {
    return Stream.concat(measured.stream(), own.stream());
  }
}
