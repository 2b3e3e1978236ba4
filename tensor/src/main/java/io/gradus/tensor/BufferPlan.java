package io.gradus.tensor;

import io.gradus.tensor.kernel.ArrayStorage;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Storage;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where each value of a graph lives, decided once from lifetimes: a shared buffer is free again
/// after the last step that reads its value or a view of it.
///
/// @param units what runs, in order: the steps that compute something that is needed
/// @param places for each value that lives somewhere where that is, a value after one that it views
/// @param buffers the type of each shared buffer, flat
/// @param replacing the first unit that may overwrite a variable's old value; their number if none
///   may
/// @param outputs for each output whether its storage is its own and can be handed out
/// @param updates for each update whether the new value is computed in the variable's next buffer
record BufferPlan(
    List<Unit> units,
    List<Place> places,
    List<TensorType> buffers,
    int replacing,
    List<Boolean> outputs,
    List<Boolean> updates) {

  /// Where a value lives.
  sealed interface Place {
    /// {@return the number of the value}
    int value();
  }

  /// In a buffer that other values use at other times.
  record Shared(int value, int buffer) implements Place {}

  /// In storage that is handed out as a result: fresh, or of a result that was given back.
  record Own(int value) implements Place {}

  /// In the spare buffer that becomes the variable's.
  record Updating(int value, int update) implements Place {}

  /// In the buffer of the variable's old value, whose number is `old`, if nobody else sees that; if
  /// somebody does, in the spare one.
  record Replacing(int value, int update, int old) implements Place {}

  /// In another value's storage.
  record Viewing(int value, int of, Op.View op) implements Place {}

  static BufferPlan of(Graph graph, Kernels kernels) {
    return new Planner(graph, kernels).plan();
  }

  /// Storage that does not exist: enough to work out views.
  private record Imagined(DType dtype, long length) implements Storage {
    @Override
    public Device device() {
      throw new UnsupportedOperationException("imagined storage is on no device");
    }

    @Override
    public void copyTo(long from, ArrayStorage target, long to, long count) {
      throw new UnsupportedOperationException("imagined storage has no elements");
    }
  }

  private static final class Planner {
    private final Graph graph;
    private final Kernels kernels;
    private final List<Graph.Step> steps;
    private final Strided[] shown;
    private final int[] roots;
    private final Map<Integer, Op.View> views = new HashMap<>();
    private final Set<Integer> computed = new HashSet<>();
    private final List<TensorType> buffers = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();

    Planner(Graph graph, Kernels kernels) {
      this.graph = graph;
      this.kernels = kernels;
      this.steps = needed(graph);
      int values = graph.types().size();
      this.shown = new Strided[values];
      this.roots = new int[values];
      for (int value = 0; value < values; value++) {
        roots[value] = value;
        Tensor constant = graph.constants().get(value);
        shown[value] = constant == null ? imagine(graph.types().get(value)) : constant.strided();
      }
    }

    private static Strided imagine(TensorType type) {
      return Strided.dense(new Imagined(type.dtype(), type.shape().size()), type.shape());
    }

    private static List<Graph.Step> needed(Graph graph) {
      Set<Integer> wanted = new HashSet<>(graph.outputs());
      graph.updates().forEach(update -> wanted.add(update.value()));
      List<Graph.Step> needed = new ArrayList<>();
      for (Graph.Step step : graph.steps().reversed()) {
        if (step.outputs().stream().anyMatch(wanted::contains)) {
          wanted.addAll(step.inputs());
          needed.add(step);
        }
      }
      return List.copyOf(needed.reversed());
    }

    BufferPlan plan() {
      for (Graph.Step step : steps) {
        int input = step.inputs().isEmpty() ? -1 : step.inputs().getFirst();
        List<? extends Op.View> parts =
            switch (step.op()) {
              case Op.View op -> List.of(op);
              case Op.Views op -> op.parts(graph.types().get(input));
              default -> List.of();
            };
        boolean shows = !parts.isEmpty();
        for (Op.View part : parts) {
          shows &= part.view(shown[input]) != null;
        }
        if (!shows) {
          computed.addAll(step.outputs());
          continue;
        }
        for (int i = 0; i < parts.size(); i++) {
          int output = step.outputs().get(i);
          shown[output] = Objects.requireNonNull(parts.get(i).view(shown[input]));
          roots[output] = roots[input];
          views.put(output, parts.get(i));
        }
      }
      Set<Integer> own = new HashSet<>();
      List<Boolean> outputs = new ArrayList<>();
      for (int output : graph.outputs()) {
        outputs.add(computed.contains(roots[output]));
        own.add(roots[output]);
      }
      Map<Integer, Integer> updating = new HashMap<>();
      List<Boolean> updates = new ArrayList<>();
      for (int i = 0; i < graph.updates().size(); i++) {
        int value = graph.updates().get(i).value();
        boolean direct =
            computed.contains(value) && !own.contains(value) && !updating.containsKey(value);
        updates.add(direct);
        if (direct) {
          updating.put(value, i);
        }
      }
      List<Unit> units = units();
      List<Place> places = places(units, own, updating);
      return new BufferPlan(
          units, places, List.copyOf(buffers), replacing(units, places), outputs, updates);
    }

    private static int replacing(List<Unit> units, List<Place> places) {
      Set<Integer> replacing = new HashSet<>();
      places.stream().filter(Replacing.class::isInstance).map(Place::value).forEach(replacing::add);
      int first = 0;
      while (first < units.size() && Collections.disjoint(units.get(first).outputs(), replacing)) {
        first++;
      }
      return first;
    }

    /// Neighbouring element-wise steps of one size form a chain.
    private List<Unit> units() {
      List<Graph.Step> computing =
          steps.stream().filter(step -> !views.containsKey(step.outputs().getFirst())).toList();
      Map<Integer, Integer> lastReader = new HashMap<>();
      for (int i = 0; i < computing.size(); i++) {
        for (int input : computing.get(i).inputs()) {
          lastReader.put(roots[input], i);
        }
      }
      Set<Integer> kept = new HashSet<>();
      graph.outputs().forEach(output -> kept.add(roots[output]));
      graph.updates().forEach(update -> kept.add(roots[update.value()]));
      Set<Integer> summed = new HashSet<>();
      for (Graph.Step step : computing) {
        for (int input : step.inputs()) {
          if (Summing.sums(step.op(), shown[input], graph.types().get(input))) {
            summed.add(roots[input]);
          }
        }
      }
      List<Unit> units = new ArrayList<>();
      for (int end = 0; end < computing.size(); ) {
        int start = end;
        ChainBuilder.Readers readers = new ChainBuilder.Readers(lastReader, kept, start);
        List<Graph.Step> rest = computing.subList(start, computing.size());
        ChainBuilder chain = ChainBuilder.of(rest, graph.types(), shown, roots, readers);
        if (chain.size() == 0) {
          Graph.Step step = computing.get(end++);
          units.add(new Unit.Single(step.op(), step.inputs(), step.outputs()));
        } else {
          units.add(chain.build(readers, summed));
          end += chain.size();
        }
      }
      List<Unit> joined = new Epilogues(units, graph.types(), shown, roots, kept).joined();
      Set<Integer> updates = new HashSet<>();
      graph.updates().forEach(update -> updates.add(roots[update.value()]));
      List<Unit> banded =
          new Bands(joined, graph.types(), shown, roots, kept, updates, kernels).joined();
      return new Summing(banded, graph.types(), shown, roots, kept).joined();
    }

    private List<Place> places(List<Unit> units, Set<Integer> own, Map<Integer, Integer> updating) {
      Map<Integer, Integer> lastUse = new HashMap<>();
      for (int i = 0; i < units.size(); i++) {
        for (int input : units.get(i).inputs()) {
          lastUse.put(roots[input], i);
        }
      }
      // What an update copies at the end lives until then.
      graph.updates().forEach(update -> lastUse.put(roots[update.value()], units.size()));
      Replacements replacements = new Replacements(graph, units, roots, lastUse);
      List<Place> places = new ArrayList<>();
      Map<Integer, Integer> held = new HashMap<>();
      for (int i = 0; i < units.size(); i++) {
        for (int value : units.get(i).outputs()) {
          Integer update = updating.get(value);
          if (update != null) {
            OptionalInt old = replacements.replaced(i, value, update);
            places.add(
                old.isPresent()
                    ? new Replacing(value, update, old.getAsInt())
                    : new Updating(value, update));
          } else if (own.contains(value)) {
            places.add(new Own(value));
          } else {
            int buffer = take(graph.types().get(value));
            held.put(value, buffer);
            places.add(new Shared(value, buffer));
          }
        }
        int unit = i;
        held.entrySet()
            .removeIf(entry -> {
              boolean done = lastUse.getOrDefault(entry.getKey(), unit) <= unit;
              if (done) {
                free.add(entry.getValue());
              }
              return done;
            });
      }
      places.addAll(viewings(units));
      return List.copyOf(places);
    }

    /// The views that something reads, each after what it views.
    private List<Place> viewings(List<Unit> units) {
      Set<Integer> wanted = new HashSet<>(graph.outputs());
      graph.updates().forEach(update -> wanted.add(update.value()));
      units.forEach(unit -> wanted.addAll(unit.inputs()));
      List<Place> viewings = new ArrayList<>();
      for (Graph.Step step : steps.reversed()) {
        for (int value : step.outputs()) {
          Op.View view = views.get(value);
          if (view != null && wanted.contains(value)) {
            wanted.add(step.inputs().getFirst());
            viewings.add(new Viewing(value, step.inputs().getFirst(), view));
          }
        }
      }
      return viewings.reversed();
    }

    // The smallest free buffer that holds the value; a new one rather than one four times too
    // large.
    private int take(TensorType type) {
      long size = type.shape().size();
      @Nullable Integer best = null;
      for (int buffer : free) {
        TensorType candidate = buffers.get(buffer);
        long room = candidate.shape().size();
        boolean fits =
            candidate.dtype() == type.dtype() && room >= size && room <= Math.max(4 * size, 1024);
        if (fits && (best == null || room < buffers.get(best).shape().size())) {
          best = buffer;
        }
      }
      if (best != null) {
        free.remove(best);
        return best;
      }
      buffers.add(TensorType.of(type.dtype(), size));
      return buffers.size() - 1;
    }
  }
}
