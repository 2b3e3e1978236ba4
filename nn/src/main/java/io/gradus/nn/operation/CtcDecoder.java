package io.gradus.nn.operation;

import io.gradus.tensor.Axes;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the outputs of a model trained with CTC spell (`keras.ops.ctc_decode`): the classes of the
/// steps with repetitions merged and blanks left out.
///
/// @param blank the number of the class that stands for a blank
public record CtcDecoder(int blank) {
  /// Sequences and how likely they are.
  ///
  /// @param paths the classes, −1 behind the last: `[paths, n, steps]`, as `int32`
  /// @param scores `[n, paths]`: of a greedy search the negative sum of the largest logits, else
  ///   the logarithms of the probabilities
  public record Decoded(Tensor paths, Tensor scores) {}

  /// {@return the classes of the largest logits}
  ///
  /// @param logits `[n, steps, classes]`
  /// @param lengths how many steps there are, `[n]`
  /// @param merge whether repetitions are merged
  /// @throws ShapeException if they do not fit each other
  public Decoded greedy(Tensor logits, Tensor lengths, boolean merge) {
    Tensor x = checked(logits, lengths);
    int steps = Math.toIntExact(x.dim(1));
    Tensor isStep = Tensor.arange(steps).less(lengths.expandDims(1));
    Tensor classes = isStep.where(x.argMax(-1), (long) blank);
    Tensor scores = isStep.where(x.max(-1), 0).sum(Axes.of(1).keep()).neg();
    Tensor gone = classes.equal((long) blank);
    if (merge && steps > 0) {
      Tensor same =
          classes.get(Index.ALL, Index.from(1)).equal(classes.get(Index.ALL, Index.range(0, -1)));
      Tensor first = Tensor.full(Shape.of(x.dim(0), 1), 0, DType.BOOL);
      gone = gone.logicalOr(Tensor.concat(1, first, same));
    }
    // What is left moves to the front.
    Tensor order = gone.logicalNot().where(Tensor.arange(steps), (long) steps).argSort(-1);
    Tensor left = gone.logicalNot().where(classes, -1L).takeAlongAxis(order, -1);
    return new Decoded(left.expandDims(0), scores);
  }

  /// {@return the most likely sequences, found by following so many beginnings at a time}
  ///
  /// @param logits `[n, steps, classes]`
  /// @param lengths how many steps there are, `[n]`
  /// @param width how many beginnings are followed
  /// @param top how many sequences are wanted
  /// @throws ShapeException if they do not fit each other
  /// @throws IllegalArgumentException if a number is below 1, or more are wanted than are followed
  public Decoded beamSearch(Tensor logits, Tensor lengths, int width, int top) {
    Tensor x = checked(logits, lengths).logSoftmax(-1);
    if (width < 1 || top < 1 || top > width) {
      throw new IllegalArgumentException(
          "ctc decode: needs at least as many beams as paths, at least 1; got %d, %d"
              .formatted(width, top));
    }
    int n = Math.toIntExact(x.dim(0));
    int steps = Math.toIntExact(x.dim(1));
    int classes = Math.toIntExact(x.dim(2));
    double[] logarithms = x.toDoubleArray();
    int[] counts = lengths.toIntArray();
    int[] paths = new int[top * n * steps];
    Arrays.fill(paths, -1);
    double[] scores = new double[n * top];
    Arrays.fill(scores, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      int from = i * steps * classes;
      List<Beam> best = search(logarithms, from, Math.min(counts[i], steps), classes, width);
      for (int k = 0; k < Math.min(top, best.size()); k++) {
        List<Integer> path = best.get(k).path();
        for (int step = 0; step < path.size(); step++) {
          paths[(k * n + i) * steps + step] = path.get(step);
        }
        scores[i * top + k] = best.get(k).total();
      }
    }
    Tensor found = Tensor.of(paths, Shape.of(top, n, steps));
    return new Decoded(found, Tensor.of(scores, Shape.of(n, top)).cast(x.dtype()));
  }

  /// The beginning of a sequence.
  ///
  /// @param path the classes so far
  /// @param label the logarithm of the probability of what spells it and ends in its last class
  /// @param blank that of what ends in a blank
  private record Beam(List<Integer> path, double label, double blank) {
    double total() {
      return sum(label, blank);
    }

    Beam with(double moreLabel, double moreBlank) {
      return new Beam(path, sum(label, moreLabel), sum(blank, moreBlank));
    }

    static double sum(double a, double b) {
      double most = Math.max(a, b);
      return most == Double.NEGATIVE_INFINITY
          ? most
          : most + Math.log1p(Math.exp(Math.min(a, b) - most));
    }
  }

  private List<Beam> search(double[] logarithms, int from, int steps, int classes, int width) {
    double none = Double.NEGATIVE_INFINITY;
    List<Beam> beams = List.of(new Beam(List.of(), none, 0));
    for (int step = 0; step < steps; step++) {
      Map<List<Integer>, Beam> next = new HashMap<>();
      for (Beam beam : beams) {
        for (int c = 0; c < classes; c++) {
          double now = logarithms[from + step * classes + c];
          boolean again = !beam.path().isEmpty() && beam.path().getLast() == c;
          if (c == blank) {
            add(next, beam.path(), none, beam.total() + now);
          } else {
            List<Integer> longer = new ArrayList<>(beam.path());
            longer.add(c);
            // The same class again is a new label only after a blank.
            add(next, longer, (again ? beam.blank() : beam.total()) + now, none);
            if (again) {
              add(next, beam.path(), beam.label() + now, none);
            }
          }
        }
      }
      beams = best(next, width);
    }
    return beams;
  }

  private static void add(
      Map<List<Integer>, Beam> beams, List<Integer> path, double label, double blank) {
    beams.compute(
        path,
        (key, there) ->
            there == null ? new Beam(List.copyOf(key), label, blank) : there.with(label, blank));
  }

  // Of equally likely ones, those of smaller classes first.
  private static List<Beam> best(Map<List<Integer>, Beam> beams, int width) {
    return beams.values().stream()
        .sorted(
            Comparator.comparingDouble(Beam::total)
                .reversed()
                .thenComparing(Beam::path, CtcDecoder::compare))
        .limit(width)
        .toList();
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    return Arrays.compare(
        a.stream().mapToInt(Integer::intValue).toArray(),
        b.stream().mapToInt(Integer::intValue).toArray());
  }

  private Tensor checked(Tensor logits, Tensor lengths) {
    boolean batch = logits.rank() == 3 && lengths.shape().equals(Shape.of(logits.dim(0)));
    if (!batch || blank < 0 || blank >= logits.dim(-1)) {
      throw new ShapeException(
          "ctc decode: needs logits [n, steps, classes], lengths [n] and a class for blanks; got %s,"
                  .formatted(logits.type())
              + " %s, %d".formatted(lengths.type(), blank));
    }
    return logits.cast(logits.dtype().promote(DType.FLOAT32));
  }
}
