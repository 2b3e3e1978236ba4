package io.gradus.tensor;

import io.gradus.tensor.kernel.ChainLoop;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.RunQueue;
import io.gradus.tensor.kernel.SpinLock;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A graph made ready to run on a device: what nothing needs is dropped, what is known is computed
/// beforehand and what is the same once, and the buffers of the values in between are planned once,
/// so that values whose lifetimes do not overlap share one. Any number of threads may run it at the
/// same time, each with buffers of its own.
public final class Program {
  // Measured: a value with its step, place and type, and a value's view in an arena.
  private static final long PLAN_OF_VALUE = 512;
  private static final long ARENA_OF_VALUE = 128;

  private final Graph traced;
  private final Graph graph;
  private final Device device;
  private final BufferPlan plan;
  private final List<ChainLoop> loops;
  private final List<Variable> read;
  private final int[] readAt;
  private final List<Variable> updated;
  private final RunQueue runs;
  private final RunQueue.Kind kind;
  private final IdleArenas idle;
  private final SpinLock lock = new SpinLock();
  private final Deque<List<Tensor>> leftResults = new ArrayDeque<>();
  private final long arenaBytes;
  private final int mostIdle = Runtime.getRuntime().availableProcessors();

  /// The graph as it was traced, ready to run on the device.
  public Program(Graph traced, Device device) {
    this(traced, device, new IdleArenas(Long.MAX_VALUE));
  }

  Program(Graph traced, Device device, IdleArenas idle) {
    this.idle = idle;
    this.traced = traced;
    this.graph = Simplification.of(traced);
    this.device = device;
    this.plan = BufferPlan.of(graph, device.kernels());
    this.loops = plan.units().stream().map(unit -> unit.loop(device)).toList();
    this.arenaBytes =
        ARENA_OF_VALUE * graph.types().size()
            + plan.buffers().stream().mapToLong(TensorType::bytes).sum();
    this.read = List.copyOf(graph.variables().values());
    this.readAt = graph.variables().keySet().stream().mapToInt(Integer::intValue).toArray();
    this.updated = graph.updates().stream().map(Graph.Update::variable).toList();
    this.runs = device.kernels().workers().runs();
    this.kind = updated.isEmpty() ? RunQueue.Kind.READ : RunQueue.Kind.UPDATE;
    VariableGroup.merge(Stream.concat(read.stream(), updated.stream()).toList());
  }

  /// {@return the graph, as it was traced}
  public Graph graph() {
    return traced;
  }

  /// {@return the memory that the buffers of one run take, in bytes, without results and variables,
  /// but with the bands of all workers}
  public long bytes() {
    long bands = plan.units().stream().mapToLong(Unit::bandBytes).sum();
    return bands * device.kernels().workers().threads()
        + plan.buffers().stream().mapToLong(TensorType::bytes).sum();
  }

  /// {@return about the memory that the program itself takes, in bytes}
  long planBytes() {
    return PLAN_OF_VALUE * graph.types().size();
  }

  /// {@return about the memory that one run takes and the next one finds, in bytes}
  long arenaBytes() {
    return arenaBytes;
  }

  /// {@return the program as a table: a line for each unit that runs, with its operations, what it
  /// writes and where that lives, what it reads, the bytes of both and the FLOPs of products and
  /// convolutions; then the buffers and the sums}
  public String explain() {
    return Explanation.of(traced, graph, plan);
  }

  /// Runs the program: reads all its variables as one consistent set, computes, and brings the
  /// variables their new values all at once. Returns the results, in storage of their own.
  ///
  /// @throws IllegalArgumentException if the inputs are not of the types the program was traced for
  public List<Tensor> run(List<Tensor> inputs) {
    check("was traced for inputs", graph.inputs(), inputs);
    // What uses no variables, as the preparation of data, is a part of what others do.
    if (!isQueued()) {
      return compute(inputs);
    }
    runs.enter(kind);
    try {
      return compute(inputs);
    } finally {
      runs.leave(kind);
    }
  }

  private boolean isQueued() {
    return !read.isEmpty() || !updated.isEmpty();
  }

  private List<Tensor> compute(List<Tensor> inputs) {
    Arena arena = borrow();
    Variable.pin(read, arena.pinned);
    boolean done = false;
    try {
      bind(inputs, arena);
      long since = System.nanoTime();
      for (int i = 0; i < loops.size(); i++) {
        if (i == plan.replacing()) {
          arena.replace(graph, device);
        } else if (i < plan.replacing() && i > 0 && isQueued()) {
          // Later others may wait for what this run overwrites.
          since = runs.share(kind, since);
        }
        loops.get(i).run(arena.outputs[i], arena.inputs[i]);
      }
      List<Tensor> results = new ArrayList<>(graph.outputs().size());
      for (int i = 0; i < graph.outputs().size(); i++) {
        Strided result = arena.values[graph.outputs().get(i)];
        results.add(Tensor.of(plan.outputs().get(i) ? result : copy(result)));
      }
      for (int i = 0; i < updated.size(); i++) {
        if (!plan.updates().get(i)) {
          arena.fresh[i] = Tensor.of(copy(arena.values[graph.updates().get(i).value()]));
        }
      }
      done = true;
      return results;
    } finally {
      // After a failure nothing is updated; where old values are overwritten, nothing fails.
      Variable.commit(read, done ? updated : List.of(), arena.fresh, arena.spares);
      giveBack(arena);
    }
  }

  /// Gives results of a run back: a later run writes its own where they lie. Nobody may read them,
  /// or what shares their storage, from now on.
  ///
  /// @throws IllegalArgumentException if they are not of the types of the results
  public void giveBack(List<Tensor> results) {
    check("gives results", graph.outputs(), results);
    List<Tensor> left = List.copyOf(results);
    lock.lock();
    if (leftResults.size() < mostIdle) {
      leftResults.push(left);
    }
    lock.unlock();
  }

  private void check(String what, List<Integer> values, List<Tensor> tensors) {
    boolean same = tensors.size() == values.size();
    for (int i = 0; same && i < tensors.size(); i++) {
      same = tensors.get(i).type().equals(graph.types().get(values.get(i)));
    }
    if (!same) {
      throw new IllegalArgumentException(
          "program: %s %s; got %s"
              .formatted(
                  what,
                  values.stream().map(graph.types()::get).toList(),
                  tensors.stream().map(Tensor::type).toList()));
    }
  }

  private void bind(List<Tensor> inputs, Arena arena) {
    for (int i = 0; i < inputs.size(); i++) {
      Strided input = inputs.get(i).strided();
      arena.values[graph.inputs().get(i)] = input.isDense() ? input : copy(input);
    }
    for (int i = 0; i < readAt.length; i++) {
      arena.values[readAt[i]] = Objects.requireNonNull(arena.pinned[i]).strided();
    }
    arena.bind(graph, device);
  }

  private Strided copy(Strided value) {
    Strided copy = Strided.allocate(device, value.type());
    device.kernels().copy(copy, value);
    return copy;
  }

  private Arena borrow() {
    Arena arena = idle.take(this);
    List<Tensor> left;
    lock.lock();
    left = leftResults.isEmpty() ? List.of() : leftResults.pop();
    lock.unlock();
    if (arena == null) {
      arena = new Arena(graph, plan, device);
    }
    for (int i = 0; i < left.size(); i++) {
      arena.leave(graph.outputs().get(i), left.get(i).strided().storage(), graph);
    }
    return arena;
  }

  private void giveBack(Arena arena) {
    arena.release();
    idle.giveBack(this, arena);
  }
}
