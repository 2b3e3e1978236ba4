package io.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Records operations on trainable variables and watched tensors, to differentiate them afterwards.
/// Semantics are those of TensorFlow's `GradientTape`: tapes nest, and a gradient computed while an
/// outer tape is open can be differentiated again.
///
/// ```java
/// try (var tape = new GradientTape()) {
///   Tensor y = x.mul(2).add(3);
///   Tensor dydx = tape.gradient(y, x);
/// }
/// ```
///
/// A tape belongs to the thread that made it; what other threads compute is not recorded.
public final class GradientTape implements AutoCloseable {
  private static final ThreadLocal<GradientTape> INNERMOST = new ThreadLocal<>();

  private final boolean persistent;
  private final Thread owner = Thread.currentThread();
  private final @Nullable GradientTape outer;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<Object> tracked = new HashSet<>();
  private final Map<Variable, Set<Object>> variables = new IdentityHashMap<>();
  private final Map<Object, String> cuts = new HashMap<>();
  private boolean paused;
  private boolean used;
  private boolean closed;

  private record Node(Op op, Backward at, Object[] inputs, Object[] outputs) {}

  /// Opens a tape for one call of `gradient`.
  public GradientTape() {
    this(false);
  }

  private GradientTape(boolean persistent) {
    this.persistent = persistent;
    this.outer = INNERMOST.get();
    INNERMOST.set(this);
  }

  /// Opens a tape whose `gradient` may be called any number of times, also after `close`.
  public static GradientTape persistent() {
    return new GradientTape(true);
  }

  /// Records from now on what is done with the tensor; trainable variables need no watching.
  public void watch(Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException("watch: gradients need a floating type; got " + x.type());
    }
    tracked.add(x.identity());
  }

  static void read(Variable variable, Tensor value) {
    for (GradientTape tape = INNERMOST.get(); tape != null; tape = tape.outer) {
      if (!tape.paused && variable.isTrainable() && value.dtype().isFloating()) {
        tape.tracked.add(value.identity());
        tape.variables.computeIfAbsent(variable, _ -> new HashSet<>()).add(value.identity());
      }
    }
  }

  static void recordOnOpenTapes(Op op, List<Tensor> inputs, List<Tensor> outputs) {
    for (GradientTape tape = INNERMOST.get(); tape != null; tape = tape.outer) {
      if (!tape.paused) {
        tape.record(op, inputs, outputs);
      }
    }
  }

  /// {@return whether any tape of this thread records}
  static boolean isRecording() {
    for (GradientTape tape = INNERMOST.get(); tape != null; tape = tape.outer) {
      if (!tape.paused) {
        return true;
      }
    }
    return false;
  }

  /// {@return what the action gives, of which the open tapes record nothing}
  static <R> R apart(Supplier<R> action) {
    GradientTape open = INNERMOST.get();
    INNERMOST.remove();
    try {
      return action.get();
    } finally {
      if (open != null) {
        INNERMOST.set(open);
      }
    }
  }

  /// {@return the tensors that the action gives, of which the open tapes of this thread record
  /// nothing: they are constants to them} A gradient that is asked of one all the same names the
  /// reason.
  ///
  /// @param reason what no gradient flows through, such as `predict`
  public static List<Tensor> apart(String reason, Supplier<List<Tensor>> action) {
    if (INNERMOST.get() == null) {
      return action.get();
    }
    List<Tensor> results = apart(action);
    for (GradientTape tape = INNERMOST.get(); tape != null; tape = tape.outer) {
      for (Tensor result : results) {
        if (!tape.paused && !tape.tracked.contains(result.identity())) {
          tape.cuts.put(result.identity(), reason);
        }
      }
    }
    return results;
  }

  private void record(Op op, List<Tensor> inputs, List<Tensor> outputs) {
    boolean flows = false;
    String cut = null;
    for (int i = 0; i < inputs.size(); i++) {
      Object input = inputs.get(i).identity();
      if (tracked.contains(input)) {
        flows |= op.isDifferentiable(i);
        cut = op.name();
      } else if (cuts.get(input) instanceof String earlier) {
        cut = earlier;
      }
    }
    if (flows) {
      nodes.add(new Node(op, new Backward(op, inputs, outputs), ids(inputs), ids(outputs)));
    }
    for (Tensor output : outputs) {
      if (flows && output.dtype().isFloating()) {
        tracked.add(output.identity());
      } else if (cut != null) {
        cuts.put(output.identity(), cut);
      }
    }
  }

  private static Object[] ids(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::identity).toArray();
  }

  /// {@return the gradient of the target with respect to the source, of the source's shape. Of a
  /// target with several elements it is the gradient of their sum}
  ///
  /// @throws IllegalStateException if the target does not depend on the source, naming the
  ///   operation that no gradient flows through where there is one
  public Tensor gradient(Operand target, Operand source) {
    return gradient(target, List.of(source)).getFirst();
  }

  /// {@return the gradients of the target with respect to the sources, in their order}
  ///
  /// @throws IllegalStateException if the target does not depend on one of them
  public List<Tensor> gradient(Operand target, List<? extends Operand> sources) {
    Tensor y = target.value();
    @Nullable Tensor[] gradients = connected(y, sources);
    for (int i = 0; i < gradients.length; i++) {
      if (gradients[i] == null) {
        throw new IllegalStateException(unconnected(y, sources.get(i)));
      }
    }
    List<Tensor> result = new ArrayList<>();
    for (Tensor gradient : gradients) {
      result.add(java.util.Objects.requireNonNull(gradient));
    }
    return result;
  }

  /// {@return the gradients of the target with respect to the sources, null for those that it does
  /// not depend on}
  public @Nullable Tensor[] connected(Operand target, List<? extends Operand> sources) {
    if (!Thread.currentThread().equals(owner)) {
      throw new IllegalStateException("gradient: the tape belongs to thread " + owner.getName());
    }
    if ((used || closed) && !persistent) {
      throw new IllegalStateException(
          "gradient: the tape is spent; GradientTape.persistent() allows several calls");
    }
    used = true;
    boolean before = paused;
    paused = true;
    try {
      Tensor y = target.value();
      return Apply.beside(y, () -> backward(List.of(y), List.of(Tensor.ones(y.type())), sources));
    } finally {
      paused = before;
      if (!persistent) {
        nodes.clear();
      }
    }
  }

  /// {@return what gradients that arrive at the targets make of the sources' gradients, null for
  /// sources that no target depends on}
  @Nullable Tensor[] pulled(List<Tensor> targets, List<Tensor> arriving, List<Tensor> sources) {
    paused = true;
    try {
      return backward(targets, arriving, sources);
    } finally {
      paused = false;
    }
  }

  private @Nullable Tensor[] backward(
      List<Tensor> targets, List<Tensor> arriving, List<? extends Operand> sources) {
    Set<Object> wanted = reachableFrom(sources);
    Map<Object, Tensor> gradients = new HashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      if (tracked.contains(targets.get(i).identity())) {
        gradients.merge(targets.get(i).identity(), arriving.get(i), Tensor::add);
      }
    }
    for (Node node : nodes.reversed()) {
      @Nullable Tensor[] outgoing = new Tensor[node.outputs.length];
      boolean reached = false;
      for (int i = 0; i < outgoing.length; i++) {
        outgoing[i] = gradients.get(node.outputs[i]);
        reached |= outgoing[i] != null;
      }
      if (!reached) {
        continue;
      }
      Backward at = node.at.with(outgoing);
      for (int i = 0; i < node.inputs.length; i++) {
        if (wanted.contains(node.inputs[i]) && node.op.isDifferentiable(i)) {
          Tensor gradient = node.op.gradient(i, at);
          if (gradient != null) {
            gradients.merge(node.inputs[i], gradient, Tensor::add);
          }
        }
      }
    }
    @Nullable Tensor[] result = new Tensor[sources.size()];
    for (int i = 0; i < result.length; i++) {
      for (Object id : ids(sources.get(i))) {
        Tensor part = gradients.get(id);
        Tensor sum = result[i];
        result[i] = sum == null ? part : part == null ? sum : sum.add(part);
      }
    }
    return result;
  }

  // Gradients are computed only for what lies between a source and the target.
  private Set<Object> reachableFrom(List<? extends Operand> sources) {
    Set<Object> reachable = new HashSet<>();
    for (Operand source : sources) {
      reachable.addAll(ids(source));
    }
    for (Node node : nodes) {
      if (Arrays.stream(node.inputs).anyMatch(reachable::contains)) {
        reachable.addAll(Arrays.asList(node.outputs));
      }
    }
    return reachable;
  }

  private Set<Object> ids(Operand source) {
    return switch (source) {
      case Tensor tensor -> Set.of(tensor.identity());
      case Variable variable -> variables.getOrDefault(variable, Set.of());
    };
  }

  private String unconnected(Tensor target, Operand source) {
    String name =
        source instanceof Variable variable ? "variable " + variable.name() : "the source";
    String text =
        "gradient: the target %s does not depend on %s %s"
            .formatted(target.type(), name, source.type());
    if (cuts.get(target.identity()) instanceof String op) {
      return text + ": no gradient flows through " + op;
    }
    boolean known = !ids(source).isEmpty() && ids(source).stream().anyMatch(tracked::contains);
    return known ? text : text + ", which the tape has not watched";
  }

  /// Ends the recording and drops what was recorded, unless the tape is persistent.
  ///
  /// @throws IllegalStateException if this is not the thread's innermost open tape
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (INNERMOST.get() != this) {
      throw new IllegalStateException(
          "close: tapes close in the thread that opened them, the last one opened first");
    }
    closed = true;
    if (outer == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(outer);
    }
    if (!persistent) {
      nodes.clear();
      tracked.clear();
      variables.clear();
      cuts.clear();
    }
  }

  @Override
  public String toString() {
    String state = closed ? "closed" : used ? "used" : paused ? "paused" : "open";
    return "GradientTape (%s, %d operations)".formatted(state, nodes.size());
  }
}
