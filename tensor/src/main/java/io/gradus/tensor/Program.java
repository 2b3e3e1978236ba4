package io.gradus.tensor;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Link;
import io.gradus.tensor.kernel.Storage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A graph made ready to run on a device: what nothing needs is dropped, and the buffers of the
/// values in between are planned once, so that values whose lifetimes do not overlap share one.
/// Immutable; any number of threads may run it at the same time, each with buffers of its own.
public final class Program {
  private final Graph graph;
  private final Device device;
  private final BufferPlan plan;
  private final List<Variable> read;
  private final List<Variable> updated;
  private final Deque<Arena> idle = new ArrayDeque<>();
  private final int mostIdle = Runtime.getRuntime().availableProcessors();

  /// The buffers of one run.
  private static final class Arena {
    final Storage[] shared;
    final @Nullable Storage[] updates;

    Arena(Storage[] shared, int updates) {
      this.shared = shared;
      this.updates = new Storage[updates];
    }
  }

  /// The graph, ready to run on the device.
  public Program(Graph graph, Device device) {
    this.graph = graph;
    this.device = device;
    this.plan = BufferPlan.of(graph);
    this.read = List.copyOf(graph.variables().values());
    this.updated = graph.updates().stream().map(Graph.Update::variable).toList();
  }

  /// {@return the graph}
  public Graph graph() {
    return graph;
  }

  /// {@return the memory that the buffers of one run take, in bytes, without results and variables}
  public long bytes() {
    return plan.buffers().stream().mapToLong(TensorType::bytes).sum();
  }

  /// Runs the program: reads all its variables as one consistent set, computes, and brings the
  /// variables their new values all at once. Returns the results, in fresh storage.
  ///
  /// @throws IllegalArgumentException if the inputs are not of the types the program was traced for
  public List<Tensor> run(List<Tensor> inputs) {
    check(inputs);
    Arena arena = borrow();
    Tensor[] pinned = Variable.pin(read);
    Storage[] fresh = {};
    List<Variable> changed = List.of();
    try {
      Strided[] values = bind(inputs, pinned, arena);
      for (List<Graph.Step> group : plan.groups()) {
        run(group, values);
      }
      List<Tensor> results = new ArrayList<>();
      for (int i = 0; i < graph.outputs().size(); i++) {
        Strided result = values[graph.outputs().get(i)];
        results.add(Tensor.of(plan.outputs().get(i) ? result : copy(result)));
      }
      Storage[] next = new Storage[updated.size()];
      for (int i = 0; i < next.length; i++) {
        Strided value = values[graph.updates().get(i).value()];
        next[i] = (plan.updates().get(i) ? value : copy(value)).storage();
      }
      fresh = next;
      changed = updated;
      return results;
    } finally {
      // After a failure nothing is updated: both lists are empty then.
      @Nullable Storage[] old = Variable.commit(read, changed, fresh);
      System.arraycopy(old, 0, arena.updates, 0, old.length);
      giveBack(arena);
    }
  }

  private void run(List<Graph.Step> group, Strided[] values) {
    if (group.size() == 1) {
      Graph.Step step = group.getFirst();
      List<Strided> outputs = views(values, step.outputs());
      step.op().run(device.kernels(), outputs, views(values, step.inputs()));
      return;
    }
    List<Link> links = new ArrayList<>(group.size());
    for (Graph.Step step : group) {
      Strided out = values[step.outputs().getFirst()];
      Strided x = values[step.inputs().getFirst()];
      links.add(
          switch (step.op()) {
            case Elementwise.Unary f -> new Link.Unary(f, out, x);
            case Elementwise.Binary f ->
                new Link.Binary(f, out, x, values[step.inputs().getLast()]);
            default -> throw new AssertionError(step);
          });
    }
    device.kernels().chain(links);
  }

  private void check(List<Tensor> inputs) {
    List<TensorType> expected = graph.inputs().stream().map(graph.types()::get).toList();
    List<TensorType> given = inputs.stream().map(Tensor::type).toList();
    if (!expected.equals(given)) {
      throw new IllegalArgumentException(
          "program: was traced for inputs " + expected + "; got " + given);
    }
  }

  private Strided[] bind(List<Tensor> inputs, Tensor[] variables, Arena arena) {
    Strided[] values = new Strided[graph.types().size()];
    for (int i = 0; i < inputs.size(); i++) {
      Strided input = inputs.get(i).strided();
      values[graph.inputs().get(i)] = input.isDense() ? input : copy(input);
    }
    graph.constants().forEach((slot, tensor) -> values[slot] = tensor.strided());
    int next = 0;
    for (int slot : graph.variables().keySet()) {
      values[slot] = variables[next++].strided();
    }
    for (BufferPlan.Place place : plan.places()) {
      values[place.value()] = place(place, values, arena);
    }
    return values;
  }

  private Strided place(BufferPlan.Place place, Strided[] values, Arena arena) {
    TensorType type = graph.types().get(place.value());
    return switch (place) {
      case BufferPlan.Shared(int _, int buffer) ->
          Strided.dense(arena.shared[buffer], type.shape());
      case BufferPlan.Own _ -> Strided.allocate(device, type);
      case BufferPlan.Updating(int _, int update) -> {
        Storage storage = arena.updates[update];
        arena.updates[update] = null;
        yield storage == null
            ? Strided.allocate(device, type)
            : Strided.dense(storage, type.shape());
      }
      case BufferPlan.Viewing(int _, int of, Op.View op) -> {
        Strided view = op.view(values[of]);
        if (view == null) {
          throw new IllegalStateException("program: " + op + " has no view of " + values[of]);
        }
        yield view;
      }
    };
  }

  private Strided copy(Strided value) {
    Strided copy = Strided.allocate(device, value.type());
    device.kernels().copy(copy, value);
    return copy;
  }

  private static List<Strided> views(Strided[] values, List<Integer> slots) {
    List<Strided> views = new ArrayList<>(slots.size());
    for (int slot : slots) {
      views.add(values[slot]);
    }
    return views;
  }

  private Arena borrow() {
    synchronized (idle) {
      Arena arena = idle.poll();
      if (arena != null) {
        return arena;
      }
    }
    Storage[] shared = new Storage[plan.buffers().size()];
    for (int i = 0; i < shared.length; i++) {
      TensorType type = plan.buffers().get(i);
      shared[i] = device.allocate(type.dtype(), type.shape().size());
    }
    return new Arena(shared, updated.size());
  }

  private void giveBack(Arena arena) {
    synchronized (idle) {
      if (idle.size() < mostIdle) {
        idle.push(arena);
      }
    }
  }
}
