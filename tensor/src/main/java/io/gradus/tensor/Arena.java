package io.gradus.tensor;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Storage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The memory of one run of a program at a time: the shared buffers, the views on them, and the
/// variables' spare buffers.
final class Arena {
  /// The views of the values, by number. Those that differ from run to run are there during a run
  /// only.
  final Strided[] values;

  /// The values of the variables that are read, during a run.
  final @Nullable Tensor[] pinned;

  /// For each unit what it writes and reads.
  final Slots[] outputs;

  final Slots[] inputs;

  /// For each update the tensor whose buffer its next value may take, if there is one.
  final @Nullable Tensor[] spares;

  /// For each update its new value.
  final @Nullable Tensor[] fresh;

  /// For each value the storage that a result of an earlier run has left for it, if there is one.
  private final @Nullable Strided[] left;

  /// For each result the value in fresh storage that it is or shows, or −1.
  private final int[] owns;

  // Views on variables that stay where they are unless somebody assigns to them: what each was made
  // of, and itself.
  private final boolean[] ofVariable;
  private final @Nullable Strided[] viewed;
  private final @Nullable Strided[] views;

  private final List<BufferPlan.Place> moving;
  private final List<BufferPlan.Replacing> replacing = new ArrayList<>();
  private final boolean[] stays;

  Arena(Graph graph, BufferPlan plan, Device device) {
    int n = graph.types().size();
    this.values = new Strided[n];
    this.stays = new boolean[n];
    this.left = new Strided[n];
    this.ofVariable = new boolean[n];
    this.viewed = new Strided[n];
    this.views = new Strided[n];
    this.owns = new int[n];
    Arrays.fill(owns, -1);
    for (Map.Entry<Integer, Variable> read : graph.variables().entrySet()) {
      ofVariable[read.getKey()] = !isSwapped(read.getValue(), graph, plan);
    }
    this.pinned = new Tensor[graph.variables().size()];
    this.spares = new Tensor[graph.updates().size()];
    this.fresh = new Tensor[graph.updates().size()];
    graph.constants().forEach((value, tensor) -> keep(value, tensor.strided()));
    Storage[] buffers = new Storage[plan.buffers().size()];
    for (int i = 0; i < buffers.length; i++) {
      TensorType type = plan.buffers().get(i);
      buffers[i] = device.allocate(type.dtype(), type.shape().size());
    }
    for (BufferPlan.Place place : plan.places()) {
      switch (place) {
        case BufferPlan.Shared(int value, int buffer) ->
            keep(value, Strided.dense(buffers[buffer], graph.types().get(value).shape()));
        case BufferPlan.Viewing(int value, int of, Op.View op) -> {
          owns[value] = owns[of];
          ofVariable[value] = ofVariable[of];
          if (stays[of]) {
            keep(value, view(op, values[of]));
          }
        }
        case BufferPlan.Replacing later -> replacing.add(later);
        case BufferPlan.Own own -> owns[own.value()] = own.value();
        case BufferPlan.Updating _ -> {}
      }
    }
    this.moving =
        plan.places().stream()
            .filter(place -> !stays[place.value()] && !(place instanceof BufferPlan.Replacing))
            .toList();
    this.outputs =
        plan.units().stream().map(unit -> new Slots(values, unit.outputs())).toArray(Slots[]::new);
    this.inputs =
        plan.units().stream().map(unit -> new Slots(values, unit.inputs())).toArray(Slots[]::new);
  }

  private static boolean isSwapped(Variable variable, Graph graph, BufferPlan plan) {
    return plan.places().stream()
        .anyMatch(place ->
            place instanceof BufferPlan.Updating(int _, int update)
                && graph.updates().get(update).variable().equals(variable));
  }

  private void keep(int value, Strided view) {
    values[value] = view;
    stays[value] = true;
  }

  /// Leaves the storage under a result for the next run's, if it is that of one value.
  void leave(int result, Storage storage, Graph graph) {
    int own = owns[result];
    if (own >= 0 && storage.length() == graph.types().get(own).shape().size()) {
      left[own] = Strided.dense(storage, graph.types().get(own).shape());
    }
  }

  /// Finds a place for each value that differs from run to run; the inputs and variables are there.
  void bind(Graph graph, Device device) {
    for (int i = 0; i < moving.size(); i++) {
      BufferPlan.Place place = moving.get(i);
      values[place.value()] =
          switch (place) {
            case BufferPlan.Own(int value) -> {
              Strided storage = left[value];
              left[value] = null;
              TensorType type = graph.types().get(value);
              yield storage != null ? storage : Strided.allocate(device, type);
            }
            case BufferPlan.Updating(int value, int update) -> {
              Tensor next = spare(update, graph.types().get(value), device);
              fresh[update] = next;
              yield next.strided();
            }
            case BufferPlan.Viewing(int value, int of, Op.View op) ->
                ofVariable[of] ? lasting(value, op, values[of]) : view(op, values[of]);
            case BufferPlan.Shared _, BufferPlan.Replacing _ -> throw new AssertionError(place);
          };
    }
  }

  /// Finds a place for each new value that may take the old one's: there if nobody else sees that.
  void replace(Graph graph, Device device) {
    for (int i = 0; i < replacing.size(); i++) {
      BufferPlan.Replacing place = replacing.get(i);
      int update = place.update();
      Tensor next = graph.updates().get(update).variable().claim(values[place.old()]);
      if (next == null) {
        next = spare(update, graph.types().get(place.value()), device);
      }
      fresh[update] = next;
      values[place.value()] = next.strided();
    }
  }

  private Tensor spare(int update, TensorType type, Device device) {
    Tensor spare = spares[update];
    spares[update] = null;
    return spare != null ? spare : Tensor.of(Strided.allocate(device, type));
  }

  private Strided lasting(int value, Op.View op, Strided of) {
    Strided last = views[value];
    if (last != null && viewed[value] == of) {
      return last;
    }
    Strided view = view(op, of);
    viewed[value] = of;
    views[value] = view;
    return view;
  }

  private static Strided view(Op.View op, Strided x) {
    Strided view = op.view(x);
    if (view == null) {
      throw new IllegalStateException("program: " + op + " has no view of " + x);
    }
    return view;
  }

  /// Lets go of everything that belongs to one run.
  @SuppressWarnings("NullAway") // outside a run nothing reads these
  void release() {
    for (int i = 0; i < values.length; i++) {
      if (!stays[i]) {
        values[i] = null;
      }
    }
    Arrays.fill(pinned, null);
    Arrays.fill(fresh, null);
    Arrays.fill(left, null);
  }
}
