package io.gradus.nn.layer;

import io.gradus.nn.regularizer.Regularizer;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The context of one step through a model: what it is for, where random numbers come from, and
/// what is to happen when it ends. Nothing is written before the step ends.
public final class Call {
  private final Mode mode;
  private final Step step;
  private final String path;
  private final @Nullable Draws draws;

  /// Where random numbers come from in a call that trains inside a step that does not.
  private record Draws(long seed, Tensor count) {}

  /// What all layers of one step share.
  private record Step(
      long seed,
      @Nullable Variable counter,
      Map<Variable, Tensor> updates,
      List<Tensor> losses,
      Map<Variable, Regularizer> penalties,
      Map<Asked, Values> outlines,
      @Nullable Numerics numerics) {}

  /// A layer that was asked for the types of its outputs.
  private record Asked(Layer layer, Outline outline) {}

  private Call(Mode mode, Step step, String path, @Nullable Draws draws) {
    this.mode = mode;
    this.step = step;
    this.path = path;
    this.draws = draws;
  }

  /// {@return the context of a step that trains nothing}
  public static Call infer() {
    return new Call(Mode.INFER, step(0, null, null), "", null);
  }

  /// {@return the context of a training step outside a model, such as one that prepares data}
  ///
  /// @param seed what its random numbers follow from
  public static Call train(long seed) {
    return train(seed, new Variable("step", Tensor.of(0L)).trainable(false));
  }

  /// {@return the context of a training step}
  ///
  /// @param seed the model's seed
  /// @param counter the number of steps done, which random numbers depend on
  public static Call train(long seed, Variable counter) {
    return train(seed, counter, null);
  }

  /// {@return the context of a training step}
  ///
  /// @param seed the model's seed
  /// @param counter the number of steps done, which random numbers depend on
  /// @param numerics what looks at the outputs of layers, or null
  public static Call train(long seed, Variable counter, @Nullable Numerics numerics) {
    return new Call(Mode.TRAIN, step(seed, counter, numerics), "", null);
  }

  private static Step step(long seed, @Nullable Variable counter, @Nullable Numerics numerics) {
    return new Step(
        seed,
        counter,
        new LinkedHashMap<>(),
        new ArrayList<>(),
        new LinkedHashMap<>(),
        new HashMap<>(),
        numerics);
  }

  /// {@return this context inside the layer or model of the given name}
  public Call inside(String layer) {
    return new Call(mode, step, path.isEmpty() ? layer : path + "/" + layer, draws);
  }

  /// {@return this context at the same place of a step that nobody finishes, to find types with}
  public Call outline() {
    return new Call(mode, step(step.seed, step.counter, null), path, draws);
  }

  /// {@return this context for a call that is told what it is for, whatever the step is for}
  ///
  /// @param counter counts the calls that draw random numbers in steps that have none
  Call told(Mode changed, long seed, Supplier<Variable> counter) {
    if (changed == Mode.INFER || step.counter != null || draws != null) {
      return new Call(changed, step, path, draws);
    }
    Variable drawn = counter.get();
    Tensor count = updated(drawn);
    update(drawn, count.add(1));
    return new Call(changed, step, path, new Draws(seed, count));
  }

  /// {@return a context like this one whose updates and losses are its own, so that code may be run
  /// to see whether it has any}
  Call trial() {
    Step own =
        new Step(
            step.seed,
            step.counter,
            new LinkedHashMap<>(),
            new ArrayList<>(),
            step.penalties,
            step.outlines,
            step.numerics);
    return new Call(mode, own, path, draws);
  }

  /// {@return what came out of a layer when this step asked before, or null}
  @Nullable Values outlined(Layer layer, Outline outline) {
    return step.outlines.get(new Asked(layer, outline));
  }

  /// Keeps what comes out of a layer, for as often as it is called alike in this step: layers that
  /// call one twice, and are called twice themselves, would make the work grow beyond measure.
  void outlined(Layer layer, Outline outline, Values out) {
    step.outlines.put(new Asked(layer, outline), out);
  }

  /// {@return whether variables get new values, or something is added to the loss}
  boolean changesState() {
    return !step.updates.isEmpty() || !step.losses.isEmpty();
  }

  /// {@return what the step is for}
  public Mode mode() {
    return mode;
  }

  /// {@return the calling layer's place in the model, such as `dense_1`}
  public String path() {
    return path;
  }

  /// {@return the same place in words, as messages end with it: `model "mlp", layer "dense_1"`}
  public String place() {
    int end = path.lastIndexOf('/');
    String model = end < 0 ? "" : "model \"" + path.substring(0, end) + "\", ";
    return model + "layer \"" + path.substring(end + 1) + "\"";
  }

  /// {@return random numbers for the calling layer: others in every step, the same for the same
  /// seed}
  ///
  /// @throws IllegalStateException if neither the step nor the call is for training
  public RandomStream random() {
    if (draws != null) {
      return new RandomStream(draws.seed, path, draws.count);
    }
    if (step.counter == null) {
      throw new IllegalStateException("call: only a training step has random numbers");
    }
    return new RandomStream(step.seed, path, step.counter.value());
  }

  /// Gives a variable its value for the next step.
  public void update(Variable variable, Tensor value) {
    step.updates.put(variable, value);
  }

  /// {@return the value a variable has after the updates of this step so far}
  public Tensor updated(Variable variable) {
    Tensor update = step.updates.get(variable);
    return update != null ? update : variable.value();
  }

  /// Adds to the loss of this step; of a tensor that is no scalar the sum.
  public void addLoss(Tensor loss) {
    step.losses.add(loss.rank() == 0 ? loss : loss.sum());
  }

  /// Adds the penalty of a layer's output to the loss of this step: its mean over the samples, as
  /// in Keras.
  void penalizeActivity(Tensor y, Regularizer regularizer) {
    boolean counted = y.rank() > 0 && y.shape().isKnown(0) && y.dim(0) > 0;
    Tensor penalty = regularizer.penalty(y);
    addLoss(counted ? penalty.div((double) y.dim(0)) : penalty);
  }

  /// Adds a weight's penalty to the loss of this step, once however often its layer is called.
  void penalize(Variable weight, Regularizer regularizer) {
    step.penalties.put(weight, regularizer);
  }

  /// {@return what the layers called so far add to the loss: what they said with [#addLoss], and
  /// the penalties of their weights, but for weights that are not trained}
  public List<Tensor> losses() {
    List<Tensor> losses = new ArrayList<>(step.losses);
    step.penalties.forEach((weight, regularizer) -> {
      if (weight.isTrainable()) {
        losses.add(regularizer.penalty(weight.value()));
      }
    });
    return losses;
  }

  /// {@return the loss with all that the layers add to it, see [#losses]}
  public Tensor total(Tensor loss) {
    Tensor total = loss;
    for (Tensor added : losses()) {
      total = total.add(added);
    }
    return total;
  }

  /// {@return what looks at the outputs of layers in this step, or null}
  public @Nullable Numerics numerics() {
    return step.numerics;
  }

  /// Writes the updates; the last act of a step.
  public void finish() {
    step.updates.forEach(Variable::assign);
  }
}
