package io.gradus.nn.optimizer;

import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedule;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An optimizer and its state for certain variables. All of the state is in variables: the number
/// of steps done, the learning rate, and what each variable needs.
///
/// ```java
/// BoundOptimizer optimizer = new Adam(0.01).bind(List.of(w, b));
/// optimizer.apply(tape.gradient(loss, List.of(w, b)));
/// ```
public sealed class BoundOptimizer permits BoundMultiOptimizer {
  private static final String AVERAGE = "average";
  private static final String ACCUMULATOR = "gradient_accumulator";

  private final Optimizer optimizer;
  private final OptimizerOptions options;
  private final Variable iterations;
  private final @Nullable Variable learningRate;
  private final @Nullable LossScale lossScale;
  private final Map<Variable, Slots> slots;
  private final Slots shared;
  private final List<Variable> state = new ArrayList<>();

  BoundOptimizer(Optimizer optimizer, List<Variable> variables) {
    this.optimizer = optimizer;
    this.options = optimizer.options();
    this.lossScale =
        optimizer instanceof LossScaleOptimizer settings ? new LossScale(settings) : null;
    if (lossScale != null) {
      state.addAll(lossScale.variables());
    }
    this.iterations = new Variable("iteration", Tensor.of(0L)).trainable(false);
    state.add(iterations);
    if (options.learningRate() instanceof LearningRate.Fixed fixed) {
      learningRate =
          new Variable("learning_rate", Tensor.scalar(DType.FLOAT32, fixed.value()))
              .trainable(false);
      state.add(learningRate);
    } else {
      learningRate = null;
    }
    OptimizerState declared = new OptimizerState(variables);
    if (options.averaging().use()) {
      declared.zeros(AVERAGE);
    }
    if (options.gradientAccumulationSteps() != null) {
      declared.zeros(ACCUMULATOR);
    }
    optimizer.declare(declared);
    slots = declared.slots();
    shared = declared.shared();
    state.addAll(declared.all());
  }

  /// {@return the settings}
  public Optimizer optimizer() {
    return optimizer;
  }

  /// {@return the number of steps done, `int64`}
  public Variable iterations() {
    return iterations;
  }

  /// {@return the learning rate, which may be assigned at any time}
  ///
  /// @throws IllegalStateException if it follows a schedule, or is that of a [MultiOptimizer]
  public Variable learningRate() {
    if (learningRate == null) {
      throw new IllegalStateException(
          "optimizer: the learning rate follows a schedule, %s, and cannot be set"
              .formatted(options.learningRate()));
    }
    return learningRate;
  }

  /// {@return the learning rate of the next step, a `float32` scalar}
  public Tensor rate() {
    return options.learningRate() instanceof Schedule schedule
        ? schedule.rate(iterations.value())
        : learningRate().value();
  }

  /// {@return the variables it changes}
  public List<Variable> targets() {
    return List.copyOf(slots.keySet());
  }

  /// {@return the state of one variable}
  ///
  /// @throws IllegalArgumentException if the optimizer is not bound to it
  public Slots slots(Variable variable) {
    Slots found = slots.get(variable);
    if (found == null) {
      throw new IllegalArgumentException(
          "optimizer: is not bound to variable %s; bound to %s"
              .formatted(variable.name(), slots.keySet().stream().map(Variable::name).toList()));
    }
    return found;
  }

  /// {@return the optimizers of a [MultiOptimizer], the default one last; none of any other}
  public List<BoundOptimizer> parts() {
    return List.of();
  }

  /// {@return the state of the optimizer inside a [LossScaleOptimizer]; none where there is none}
  public List<Variable> innerVariables() {
    return lossScale == null
        ? List.of()
        : List.copyOf(state.subList(lossScale.variables().size(), state.size()));
  }

  /// {@return all state, in Keras' order: that of a changing loss scale, step number, learning rate
  /// unless it follows a schedule, means and sums, and what the optimizer declared}
  public List<Variable> variables() {
    return List.copyOf(state);
  }

  /// {@return the loss times the factor of the options, or of a [LossScaleOptimizer]; the gradients
  /// that are applied must be this one's}
  public Tensor scaleLoss(Tensor loss) {
    if (lossScale != null) {
      return lossScale.scaled(loss);
    }
    return options.lossScaleFactor() == null ? loss : loss.mul(options.lossScaleFactor());
  }

  /// Does one step with a gradient for each variable of [#targets], in their order; a variable
  /// whose gradient is null, or that is not trainable, stays.
  ///
  /// @throws IllegalArgumentException if the number of gradients differs
  /// @throws ShapeException if a gradient has another shape than its variable
  public void apply(@Nullable Tensor[] gradients) {
    checkCount(gradients);
    Map<Variable, Tensor> given = new LinkedHashMap<>();
    int i = 0;
    for (Variable variable : slots.keySet()) {
      Tensor gradient = gradients[i++];
      if (gradient != null && variable.isTrainable()) {
        given.put(variable, fitted(gradient, variable));
      }
    }
    if (lossScale == null) {
      step(given);
    } else {
      stepIfFinite(given, lossScale);
    }
  }

  final void checkCount(@Nullable Tensor[] gradients) {
    if (gradients.length != slots.size()) {
      throw new IllegalArgumentException(
          "optimizer: needs %d gradients, one for each variable; got %d"
              .formatted(slots.size(), gradients.length));
    }
  }

  /// Does one step with a gradient for each variable of [#targets], in their order.
  ///
  /// @throws IllegalArgumentException if the number of gradients differs
  /// @throws ShapeException if a gradient has another shape than its variable
  public void apply(List<Tensor> gradients) {
    apply(gradients.toArray(Tensor[]::new));
  }

  /// Does one step with a gradient for each of these variables; the others stay.
  ///
  /// @throws IllegalArgumentException if the numbers differ or a variable is not one of [#targets]
  /// @throws ShapeException if a gradient has another shape than its variable
  public void applyGradients(List<Tensor> gradients, List<Variable> variables) {
    if (gradients.size() != variables.size()) {
      throw new IllegalArgumentException(
          "optimizer: needs a gradient for each variable; got %d gradients, %d variables"
              .formatted(gradients.size(), variables.size()));
    }
    variables.forEach(this::slots);
    List<Variable> targets = targets();
    @Nullable Tensor[] all = new Tensor[targets.size()];
    for (int i = 0; i < variables.size(); i++) {
      all[targets.indexOf(variables.get(i))] = gradients.get(i);
    }
    apply(all);
  }

  /// {@return the running mean of each of the variables; none if the options do not say that there
  /// are any}
  public Map<Variable, Variable> averages() {
    Map<Variable, Variable> averages = new LinkedHashMap<>();
    if (options.averaging().use()) {
      slots.forEach((variable, own) -> averages.put(variable, own.get(AVERAGE)));
    }
    return averages;
  }

  /// Gives the variables the values of their running means, if there are any; done when training
  /// ends (`finalize_variable_values`).
  public void finish() {
    if (options.averaging().use() && iterations.value().item() > 0) {
      slots.forEach((variable, own) -> variable.assign(own.get(AVERAGE)));
    }
  }

  /// Does the step and undoes it where a gradient is not finite, since a recorded step has no
  /// branches.
  private void stepIfFinite(Map<Variable, Tensor> given, LossScale scale) {
    Tensor finite = scale.areFinite(given.values());
    Map<Variable, Tensor> gradients = new LinkedHashMap<>();
    given.forEach((variable, gradient) -> gradients.put(variable, scale.unscaled(gradient)));
    Map<Variable, Tensor> before = new LinkedHashMap<>();
    targets().forEach(variable -> before.put(variable, variable.value()));
    state.stream()
        .filter(variable -> !scale.variables().contains(variable))
        .forEach(variable -> before.put(variable, variable.value()));
    step(gradients);
    choose(finite, before);
    scale.follow(finite);
  }

  /// Gives what has changed its old value back where the condition is false.
  private static void choose(Tensor condition, Map<Variable, Tensor> before) {
    before.forEach((variable, old) -> {
      Tensor changed = variable.value();
      if (changed != old) {
        variable.assign(condition.where(changed, old));
      }
    });
  }

  private void step(Map<Variable, Tensor> given) {
    if (options.gradientAccumulationSteps() == null) {
      update(given);
    } else {
      accumulate(given, options.gradientAccumulationSteps());
    }
    if (options.averaging().use()) {
      average();
    }
    iterations.assignAdd(Tensor.of(1L));
    for (Variable variable : given.keySet()) {
      UnaryOperator<Tensor> constraint = variable.constraint();
      if (constraint != null) {
        variable.assign(constraint.apply(variable.value()));
      }
    }
  }

  private Tensor fitted(Tensor gradient, Variable variable) {
    if (!gradient.shape().equals(variable.shape())) {
      throw new ShapeException(
          "optimizer: a gradient must have its variable's shape; got %s for variable %s %s"
              .formatted(gradient.type(), variable.name(), variable.type()));
    }
    Tensor cast = gradient.cast(variable.dtype());
    return options.lossScaleFactor() == null ? cast : cast.div(options.lossScaleFactor());
  }

  /// Bounds the gradients, takes the decay off the variables and changes them.
  private void update(Map<Variable, Tensor> given) {
    List<Variable> variables = List.copyOf(given.keySet());
    if (variables.isEmpty()) {
      return;
    }
    List<Tensor> gradients = options.clipping().apply(List.copyOf(given.values()));
    Tensor rate = rate();
    Tensor number = changes().add(1);
    optimizer.begin(new Step(DType.FLOAT32, rate, number, shared));
    Map<DType, Step> steps = new EnumMap<>(DType.class);
    Map<DType, Rule> rules = new EnumMap<>(DType.class);
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      Step step =
          steps.computeIfAbsent(variable.dtype(), dtype -> new Step(dtype, rate, number, shared));
      Double decay = optimizer.weightDecay(variable);
      if (decay != null && decay > 0) {
        variable.assign(variable.mul(step.rate().mul(-decay).add(1)));
      }
      rules
          .computeIfAbsent(variable.dtype(), _ -> optimizer.rule(step))
          .update(variable, gradients.get(i), slots(variable));
    }
  }

  /// Adds the gradients up; at each last of `steps` steps changes the variables by their mean. Both
  /// are computed in every step and one is chosen, since a recorded step has no branches.
  private void accumulate(Map<Variable, Tensor> given, int steps) {
    Tensor isLast = isMultiple(iterations.add(1), steps);
    Map<Variable, Tensor> sums = new LinkedHashMap<>();
    Map<Variable, Tensor> means = new LinkedHashMap<>();
    given.forEach((variable, gradient) -> {
      Tensor sum = slots(variable).get(ACCUMULATOR).add(gradient);
      sums.put(variable, sum);
      means.put(variable, sum.div(steps));
    });
    Map<Variable, Tensor> before = new LinkedHashMap<>();
    shared.all().forEach(variable -> before.put(variable, variable.value()));
    for (Variable variable : given.keySet()) {
      before.put(variable, variable.value());
      slots(variable).all().forEach(slot -> before.put(slot, slot.value()));
    }
    update(means);
    choose(isLast, before);
    slots.forEach((variable, own) -> {
      Variable accumulator = own.get(ACCUMULATOR);
      Tensor sum = sums.getOrDefault(variable, accumulator.value());
      accumulator.assign(isLast.where(Tensor.zeros(accumulator.type()), sum));
    });
  }

  private void average() {
    Averaging averaging = options.averaging();
    Tensor isFirst = changes().equal(0);
    slots.forEach((variable, own) -> {
      Variable average = own.get(AVERAGE);
      Tensor running =
          average.mul(averaging.momentum()).add(variable.mul(1 - averaging.momentum()));
      Tensor next = isFirst.where(variable, running);
      average.assign(next);
      if (averaging.overwriteFrequency() != null) {
        Tensor isDue = isMultiple(changes().add(1), averaging.overwriteFrequency());
        variable.assign(isDue.where(next, variable));
      }
    });
  }

  /// {@return the number of changes of the variables so far, `float64`}
  private Tensor changes() {
    Tensor steps = iterations.value().cast(DType.FLOAT64);
    return options.gradientAccumulationSteps() == null
        ? steps
        : steps.div(options.gradientAccumulationSteps()).floor();
  }

  private static Tensor isMultiple(Tensor number, int of) {
    Tensor exact = number.cast(DType.FLOAT64);
    return exact.div(of).floor().mul(of).equal(exact);
  }
}
