package io.gradus.tensor;

import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Joins neighbouring units that treat samples alone and hand large values to each other. They run
/// band by band of samples, such that a band's values stay in the second-level cache: a convolution
/// with its bias, activation and pooling, or the gradients of the last three.
final class Bands {
  /// Bands that there are to be for each worker, or these would end at different times; and at
  /// least.
  private static final int BANDS_EACH = 2;

  private static final int LEAST_BANDS = 4;

  /// What units hand on, in bytes, from which it is worth while: less stays in the cache anyway.
  private static final long LEAST_BYTES = 1 << 20;

  /// The bytes that the values of a band are to have at most, which are not all needed at a time.
  private static final long BAND_BYTES = 1 << 20;

  /// The bytes that those of the smallest band may have.
  private static final long TILE_BYTES = 4 << 20;

  private final List<Unit> units;
  private final List<TensorType> types;
  private final Strided[] views;
  private final int[] roots;

  /// The values that are read after all units, and among them those that variables take over.
  private final Set<Integer> kept;

  private final Set<Integer> updates;

  /// How often each value is read, itself or a view of it.
  private final Map<Integer, Integer> readers = new HashMap<>();

  /// The values that are read in a view.
  private final Set<Integer> viewed = new HashSet<>();

  private final int leastBands;
  private final int tile;

  /// @param units what runs, in order
  /// @param types the types of all values
  /// @param views a view for each value, of the strides it will have
  /// @param roots for each value the one whose storage it shows
  /// @param kept the values that are read after all units
  /// @param updates those of them that variables take over
  /// @param kernels what runs the units
  Bands(
      List<Unit> units,
      List<TensorType> types,
      Strided[] views,
      int[] roots,
      Set<Integer> kept,
      Set<Integer> updates,
      Kernels kernels) {
    this.units = units;
    this.types = types;
    this.views = views;
    this.roots = roots;
    this.kept = kept;
    this.updates = updates;
    this.leastBands = Math.max(LEAST_BANDS, BANDS_EACH * kernels.workers().threads());
    this.tile = kernels.tileSamples();
    for (Unit unit : units) {
      for (int input : unit.inputs()) {
        readers.merge(roots[input], 1, Integer::sum);
        if (input != roots[input]) {
          viewed.add(roots[input]);
        }
      }
    }
  }

  /// {@return the units, those that may run in bands as one}
  List<Unit> joined() {
    List<Unit> joined = new ArrayList<>();
    Group group = new Group();
    for (Unit unit : units) {
      if (!group.takes(unit)) {
        joined.addAll(group.units());
        group = new Group();
        group.takes(unit);
      }
      if (group.parts.isEmpty()) {
        joined.add(unit);
      }
    }
    joined.addAll(group.units());
    return List.copyOf(joined);
  }

  /// Neighbours, each of which reads what one before it makes.
  private final class Group {
    private final List<Unit> parts = new ArrayList<>();
    private final Set<Integer> made = new HashSet<>();
    private long samples;

    /// Takes the unit as the last one, or returns false and changes nothing.
    boolean takes(Unit unit) {
      long length = parts.isEmpty() ? samples(unit) : samples;
      boolean linked = parts.isEmpty() || unit.inputs().stream().anyMatch(this::isMade);
      if (length < (long) leastBands * tile || !linked || !fits(unit, length)) {
        return false;
      }
      samples = length;
      parts.add(unit);
      made.addAll(unit.outputs());
      return true;
    }

    private long samples(Unit unit) {
      TensorType type = types.get(unit.outputs().getFirst());
      return type.shape().rank() < 2 ? 0 : type.shape().dim(0);
    }

    private boolean isMade(int value) {
      return made.contains(roots[value]);
    }

    private boolean fits(Unit unit, long length) {
      boolean divides =
          unit.outputs().stream()
              .allMatch(output -> hasSamples(output, length) && !updates.contains(output));
      return divides
          && switch (unit) {
            case Unit.Single(Op.BySample op, List<Integer> inputs, List<Integer> _) -> {
              boolean all = true;
              for (int i = 0; i < inputs.size(); i++) {
                int input = inputs.get(i);
                all &= op.isShared(i) ? !isMade(input) : isCut(input, length);
              }
              yield all;
            }
            case Unit.Fused chain -> fits(chain, length);
            default -> false;
          };
    }

    private boolean fits(Unit.Fused chain, long length) {
      boolean isFlat = chain.rows() == 1;
      boolean all = isFlat || chain.rows() % length == 0;
      for (int i = 0; i < chain.inputs().size(); i++) {
        int input = chain.inputs().get(i);
        boolean isEach = chain.chain().operands().get(i) == Chain.Spread.EACH;
        all &= !isMade(input) || (isEach && isWhole(input));
      }
      return all;
    }

    /// {@return whether a band's part of the value is there when the band reads it}
    private boolean isCut(int value, long length) {
      return hasSamples(value, length)
          && (!isMade(value) || isBySample(views[value], views[roots[value]]));
    }

    /// {@return whether each sample of the view shows elements of the same sample of a dense one,
    /// from its first on}
    private static boolean isBySample(Strided view, Strided dense) {
      long last = 0;
      for (int axis = 1; axis < view.rank(); axis++) {
        last += (view.dim(axis) - 1) * view.stride(axis);
      }
      return dense.isDense()
          && view.offset() == dense.offset()
          && view.stride(0) * view.dim(0) == dense.size()
          && last < view.stride(0);
    }

    /// {@return whether the value shows all elements of its root in order}
    private boolean isWhole(int value) {
      return views[value].isDense() && views[value].size() == views[roots[value]].size();
    }

    private boolean hasSamples(int value, long length) {
      Shape shape = types.get(value).shape();
      return shape.rank() > 1 && shape.dim(0) == length;
    }

    /// {@return what runs: one unit, if the parts gain by it}
    List<Unit> units() {
      Map<Integer, TensorType> passing = new HashMap<>();
      long handed = 0;
      for (int value : made) {
        long reads =
            parts.stream()
                .flatMap(part -> part.inputs().stream())
                .filter(input -> roots[input] == value)
                .count();
        if (reads > 0) {
          handed += types.get(value).bytes();
        }
        boolean here = reads == readers.getOrDefault(value, 0);
        if (reads > 0 && here && !viewed.contains(value) && !kept.contains(value)) {
          passing.put(value, types.get(value));
        }
      }
      if (handed < LEAST_BYTES || parts.stream().allMatch(Group::isChainOrSum)) {
        return parts;
      }
      int band = band();
      return band == 0
          ? parts
          : List.of(
              new Unit.Banded(
                  List.copyOf(parts),
                  Math.toIntExact(samples),
                  band,
                  Map.copyOf(passing),
                  inPlace(passing.keySet())));
    }

    /// {@return whether a unit is what [Summing] joins without memory for what the chain makes}
    private static boolean isChainOrSum(Unit unit) {
      return unit instanceof Unit.Fused
          || unit instanceof Unit.Single(Reductions.Sum _, List<Integer> _, List<Integer> _);
    }

    /// {@return for each of the values that a chain alone reads, and may overwrite, the result that
    /// takes its place}
    private Map<Integer, Integer> inPlace(Set<Integer> passing) {
      Map<Integer, Integer> places = new HashMap<>();
      for (Unit part : parts) {
        if (part instanceof Unit.Fused chain) {
          for (int input : chain.inputs()) {
            if (passing.contains(input) && readers.getOrDefault(input, 0) == 1) {
              chain.outputs().stream()
                  .filter(output -> !places.containsValue(output))
                  .filter(output -> Replacements.isOverwritable(chain, input, output))
                  .findFirst()
                  .ifPresent(output -> places.put(input, output));
            }
          }
        }
      }
      return Map.copyOf(places);
    }

    /// {@return how many samples go through the parts together; 0 if they are too large}
    private int band() {
      Set<Integer> values = new HashSet<>(made);
      parts.forEach(part -> values.addAll(part.inputs()));
      Map<Integer, Long> seen = new HashMap<>();
      for (int value : values) {
        if (hasSamples(value, samples)) {
          Strided view = views[value];
          long elements = seen.getOrDefault(roots[value], 0L) + view.size();
          seen.put(roots[value], Math.min(elements, view.storage().length()));
        }
      }
      long bytes = 0;
      for (Map.Entry<Integer, Long> elements : seen.entrySet()) {
        bytes += elements.getValue() * types.get(elements.getKey()).dtype().bytes();
      }
      long perTile = Math.ceilDiv(bytes * tile, samples);
      long most = Math.min(BAND_BYTES / perTile, samples / tile / leastBands);
      return perTile > TILE_BYTES ? 0 : Math.toIntExact(tile * Math.max(1, most));
    }
  }
}
