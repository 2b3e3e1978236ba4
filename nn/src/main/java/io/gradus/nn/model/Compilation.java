package io.gradus.nn.model;

import io.gradus.nn.layer.DTypePolicy;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.optimizer.LossScaleOptimizer;
import io.gradus.nn.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a model was compiled with, before it is known how many outputs it has.
///
/// @param optimizer how gradients change the weights
/// @param objectives an objective for each output, by position or by name; or, if shared, the one
///   for all
/// @param shared whether each output has the loss of the only objective
public record Compilation(Optimizer optimizer, List<Objective> objectives, boolean shared) {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if some objectives name their output and others do not, or if
  ///   not one is shared
  public Compilation {
    objectives = List.copyOf(objectives);
    if (shared && objectives.size() != 1) {
      throw new IllegalArgumentException(
          "compile: only one objective can be shared; got " + objectives.size());
    }
    long named = objectives.stream().filter(objective -> objective.output() != null).count();
    if (named != 0 && named != objectives.size()) {
      throw new IllegalArgumentException(
          "compile: either all objectives name their output or none; got %s"
              .formatted(objectives.stream().map(Objective::output).toList()));
    }
  }

  /// {@return a loss for every output. The metrics are those of the only output, or one for each of
  /// several, as Keras has it}
  public static Compilation of(Optimizer optimizer, Loss loss, Metric... metrics) {
    return new Compilation(optimizer, List.of(new Objective(loss).metrics(metrics)), true);
  }

  /// {@return an objective for each output, by position or by name; or none}
  ///
  /// @throws IllegalArgumentException if some objectives name their output and others do not
  public static Compilation of(Optimizer optimizer, Objective... objectives) {
    return new Compilation(optimizer, List.of(objectives), false);
  }

  /// {@return this for a model of a policy: small gradients vanish in `float16` without a scale}
  Compilation scaledFor(DTypePolicy policy) {
    boolean scaled = optimizer instanceof LossScaleOptimizer;
    return scaled || !policy.equals(DTypePolicy.MIXED_FLOAT16)
        ? this
        : new Compilation(new LossScaleOptimizer(optimizer), objectives, shared);
  }

  /// {@return one objective for each output}
  ///
  /// @param names the outputs' names; none if they have no names
  /// @param outputs their number
  /// @throws IllegalArgumentException if the objectives do not fit the outputs
  List<Objective> forOutputs(List<String> names, int outputs) {
    if (shared) {
      return sharedBy(outputs);
    }
    if (objectives.isEmpty()) {
      return Collections.nCopies(outputs, Objective.NONE);
    }
    if (objectives.getFirst().output() != null) {
      return byName(names, outputs);
    }
    if (objectives.size() != outputs) {
      throw new IllegalArgumentException(
          "compile: each output needs an objective; got %d objectives, %d outputs"
              .formatted(objectives.size(), outputs));
    }
    return objectives;
  }

  private List<Objective> sharedBy(int outputs) {
    Objective only = objectives.getFirst();
    List<Metric> metrics = only.metrics();
    if (outputs == 1 || metrics.isEmpty()) {
      return Collections.nCopies(outputs, only);
    }
    if (metrics.size() != outputs) {
      throw new IllegalArgumentException(
          "compile: several outputs need a metric each, or an Objective each; got %d metrics,"
                  .formatted(metrics.size())
              + " %d outputs".formatted(outputs));
    }
    return metrics.stream().map(only::metrics).toList();
  }

  private List<Objective> byName(List<String> names, int outputs) {
    List<Objective> each = new ArrayList<>(Collections.nCopies(outputs, Objective.NONE));
    for (Objective objective : objectives) {
      int at = names.indexOf(objective.output());
      if (at < 0) {
        throw new IllegalArgumentException(
            "compile: no output is called \"%s\"; outputs: %s"
                .formatted(objective.output(), String.join(", ", names)));
      }
      if (each.get(at).output() != null) {
        throw new IllegalArgumentException(
            "compile: each objective needs an output of its own; got \"%s\", outputs %s"
                .formatted(objective.output(), names));
      }
      each.set(at, objective);
    }
    return each;
  }
}
