package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Batches;
import io.gradus.nn.layer.Layer;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Program;
import io.gradus.tensor.ProgramCache;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.Variable;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.type.TensorType;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/// The recorded programs of one model, one for each kind of step and type of input.
final class Programs {
  private static final System.Logger LOG = System.getLogger("io.gradus");

  private final ProgramCache<Key> programs = new ProgramCache<>();
  private volatile boolean eager;
  private volatile boolean debugged;
  private volatile boolean ranEagerly;
  private boolean told;

  enum Kind {
    TRAIN,
    TEST,
    PREDICT
  }

  private record Key(
      Kind kind, List<TensorType> inputs, List<Boolean> form, List<Boolean> trainable) {}

  void runEagerly(boolean value) {
    eager = value;
  }

  void debugNumerics(boolean value) {
    debugged = value;
  }

  boolean debugsNumerics() {
    return debugged;
  }

  /// Runs the code on the inputs: recorded once for inputs of these types, then as a program.
  ///
  /// @param operation what errors name: the method that was called
  /// @param form what else the code depends on: which of the inputs are there
  /// @throws OutOfMemoryError saying what the step takes and which batch would fit
  List<Tensor> run(
      String operation,
      Model model,
      Kind kind,
      List<Tensor> inputs,
      List<Boolean> form,
      Graph.Function code) {
    if (eager || debugged) {
      ranEagerly = true;
      return code.apply(inputs);
    }
    Program program;
    try {
      program = program(model, kind, inputs, form, code);
    } catch (TracedValueException e) {
      fallBack(model, e);
      ranEagerly = true;
      return code.apply(inputs);
    }
    try {
      return program.run(inputs);
    } catch (OutOfMemoryError e) {
      // Buffers of other programs, which wait for their next run, may be in the way.
      programs.clear();
      return again(e, program, operation, inputs, code);
    }
  }

  // Nothing is updated by a run that fails.
  private static List<Tensor> again(
      OutOfMemoryError first,
      Program failed,
      String operation,
      List<Tensor> inputs,
      Graph.Function code) {
    try {
      return failed.run(inputs);
    } catch (OutOfMemoryError _) {
      // The JVM throws the same one again.
    }
    Device device = inputs.getFirst().device();
    StepMemory memory =
        new StepMemory(
            operation,
            types(inputs),
            types ->
                types.equals(types(inputs))
                    ? failed.bytes()
                    : new Program(Graph.trace(code, types), device).bytes());
    throw memory.explained(first);
  }

  /// Gives a batch back after its step, unless steps have run as plain Java, which may hold tensors
  /// anywhere; a program holds none.
  void giveBack(Batches batches, Batch batch) {
    if (!ranEagerly) {
      batches.giveBack(batch);
    }
  }

  // Without streams, here and below: all this is done in each step.
  static List<TensorType> types(List<Tensor> tensors) {
    List<TensorType> types = new ArrayList<>(tensors.size());
    for (Tensor tensor : tensors) {
      types.add(tensor.type());
    }
    return types;
  }

  // A frozen layer may compute something else, even one without weights that are trained.
  private static void addTrainable(Layer layer, List<Boolean> trainable) {
    trainable.add(layer.isTrainable());
    for (Layer inner : layer.innerLayers()) {
      addTrainable(inner, trainable);
    }
  }

  private Program program(
      Model model, Kind kind, List<Tensor> inputs, List<Boolean> form, Graph.Function code) {
    List<TensorType> types = types(inputs);
    List<Boolean> trainable = new ArrayList<>();
    for (Variable weight : model.weights()) {
      trainable.add(weight.isTrainable());
    }
    addTrainable(model, trainable);
    return programs.get(
        new Key(kind, types, form, trainable),
        inputs.getFirst().device(),
        () -> Graph.trace(code, types));
  }

  /// {@return what the program does that would run, and what all programs take}
  ///
  /// @throws TracedValueException if the code cannot be recorded
  String explain(
      Model model, Kind kind, List<Tensor> inputs, List<Boolean> form, Graph.Function code) {
    String table = program(model, kind, inputs, form, code).explain();
    return table + programs.explain() + System.lineSeparator();
  }

  private synchronized void fallBack(Model model, TracedValueException e) {
    eager = true;
    if (!told) {
      told = true;
      LOG.log(Level.WARNING, "{0} runs eagerly: {1}", model.name(), e.getMessage());
    }
  }

  void clear() {
    programs.clear();
  }
}
