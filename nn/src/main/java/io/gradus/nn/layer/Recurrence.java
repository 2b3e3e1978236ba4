package io.gradus.nn.layer;

import io.gradus.tensor.Index;
import io.gradus.tensor.ScanBody;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Trace;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a [Recurrent] layer computes: a [io.gradus.tensor.Scan] of its cell over the time axis.
final class Recurrence {
  private final Recurrent<?> layer;
  private final LoopOptions loop;
  private final RecurrentCell cell;
  private final Map<Kind, ScanBody> bodies = new ConcurrentHashMap<>();

  /// What a step depends on.
  private record Kind(List<TensorType> carries, List<TensorType> slices, List<TensorType> fixed) {}

  Recurrence(Recurrent<?> layer, RecurrentCell cell) {
    this.layer = layer;
    this.loop = layer.loop();
    this.cell = cell;
  }

  /// {@return the type of a step of a sequence `[batch, time, …]`}
  static TensorType step(TensorType sequence) {
    Shape shape = sequence.shape();
    return sequence.withShape(shape.slice(0, 1).concat(shape.from(2)));
  }

  Values run(Values in, Call call) {
    Tensor x = in.all().getFirst();
    Tensor mask = in.mask(0);
    TensorType step = step(x.type());
    List<Tensor> states = first(in, step);
    List<Tensor> drawn = cell.draw(step, call.inside(cell.name()));
    List<Tensor> sequences = new ArrayList<>(List.of(timeFirst(x)));
    if (mask != null) {
      sequences.add(timeFirst(checked(mask, x)));
    }
    cell.penalizeWeights(call);
    List<Tensor> carries = new ArrayList<>(states);
    // The output so far: what comes out in the end, and what masked steps repeat.
    carries.add(zeros(output(step, states, drawn), x));
    ScanBody.Results results = looped(carries, sequences, drawn);
    List<Tensor> last = results.carries().subList(0, states.size());
    if (loop.stateful()) {
      keep(last, call);
    }
    List<Tensor> out = new ArrayList<>();
    out.add(
        loop.returnSequences()
            ? results.outputs().getFirst().swapAxes(0, 1)
            : results.carries().getLast());
    if (loop.returnState()) {
      out.addAll(last);
    }
    return loop.passesMask() && loop.returnSequences()
        ? new Values(out).maskedFirst(mask, 1)
        : new Values(out);
  }

  private Tensor timeFirst(Tensor x) {
    Tensor sequence = x.swapAxes(0, 1);
    return loop.goBackwards() ? flipped(sequence, 0) : sequence;
  }

  /// {@return the tensor with an axis in the other order; one of unknown length as it is, for there
  /// the type alone counts}
  static Tensor flipped(Tensor x, int axis) {
    return x.shape().isKnown(axis) ? x.flip(axis) : x;
  }

  private static Tensor checked(Tensor mask, Tensor x) {
    Shape shape = mask.shape();
    boolean fits = mask.rank() == 2;
    for (int axis = 0; fits && axis < 2; axis++) {
      fits = !shape.isKnown(axis) || !x.shape().isKnown(axis) || shape.dim(axis) == x.dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "recurrent layer: the mask needs the axes [batch, time] of the input; got mask=%s, x=%s"
              .formatted(mask.type(), x.type()));
    }
    return mask;
  }

  private List<Tensor> first(Values in, TensorType step) {
    List<TensorType> types =
        cell.stateShapes(step.shape()).stream()
            .map(shape -> new TensorType(cell.policy().compute(), shape))
            .toList();
    boolean known = types.stream().allMatch(type -> type.shape().isKnown());
    List<Variable> kept = loop.stateful() && known ? layer.keptStates(types) : List.of();
    List<Tensor> given = in.all().subList(1, in.all().size());
    if (given.isEmpty()) {
      given = in.arguments().tensors("initial_state");
    }
    if (given.isEmpty()) {
      given = kept.stream().map(Variable::value).toList();
    }
    if (given.isEmpty()) {
      return types.stream().map(type -> zeros(type, in.all().getFirst())).toList();
    }
    if (!fit(given, types)) {
      throw new ShapeException(
          "recurrent layer: needs first states %s; got %s"
              .formatted(types, given.stream().map(Tensor::type).toList()));
    }
    return given.stream().map(state -> state.cast(cell.policy().compute())).toList();
  }

  private static boolean fit(List<Tensor> given, List<TensorType> types) {
    boolean fits = given.size() == types.size();
    for (int i = 0; fits && i < types.size(); i++) {
      Shape shape = types.get(i).shape();
      Shape got = given.get(i).shape();
      fits = got.rank() == shape.rank() && got.from(1).equals(shape.from(1));
      fits &= !fits || !got.isKnown(0) || !shape.isKnown(0) || got.dim(0) == shape.dim(0);
    }
    return fits;
  }

  // Zeros of unknown length stand for the type alone; programs know all lengths.
  private static Tensor zeros(TensorType type, Tensor like) {
    return !type.shape().isKnown() && like.symbolOf() instanceof Trace trace
        ? Tensor.symbolic(type, trace)
        : Tensor.zeros(type);
  }

  private void keep(List<Tensor> states, Call call) {
    List<Variable> kept = layer.states();
    for (int i = 0; i < kept.size(); i++) {
      call.update(kept.get(i), states.get(i).cast(kept.get(i).dtype()));
    }
  }

  private TensorType output(TensorType step, List<Tensor> states, List<Tensor> drawn) {
    List<TensorType> types = new ArrayList<>(List.of(step));
    states.forEach(state -> types.add(state.type()));
    drawn.forEach(tensor -> types.add(tensor.type()));
    return cell.types(types, Call.infer()).getFirst();
  }

  private ScanBody.Results looped(
      List<Tensor> carries, List<Tensor> sequences, List<Tensor> drawn) {
    if (sequences.getFirst().symbolOf() instanceof TypeTrace trace) {
      return outlined(carries, sequences, drawn, trace);
    }
    return loop.unroll() ? unrolled(carries, sequences, drawn) : scanned(carries, sequences, drawn);
  }

  // Types alone are the same after one step as after all.
  private ScanBody.Results outlined(
      List<Tensor> carries, List<Tensor> sequences, List<Tensor> drawn, TypeTrace trace) {
    Shape time = sequences.getFirst().shape().slice(0, 1);
    if (loop.unroll()) {
      checkKnown(sequences.getFirst());
    }
    List<Tensor> slices =
        sequences.stream()
            .map(s -> Tensor.symbolic(s.type().withShape(s.shape().from(1)), trace))
            .toList();
    ScanBody.Results one = step(carries, slices, drawn);
    return types(one.carries()).equals(types(carries))
        ? new ScanBody.Results(
            one.carries(),
            one.outputs().stream()
                .map(y -> Tensor.symbolic(y.type().withShape(time.concat(y.shape())), trace))
                .toList())
        : scanned(carries, sequences, drawn);
  }

  private ScanBody.Results scanned(
      List<Tensor> carries, List<Tensor> sequences, List<Tensor> drawn) {
    List<TensorType> slices =
        sequences.stream().map(s -> s.type().withShape(s.shape().from(1))).toList();
    Kind kind = new Kind(types(carries), slices, types(drawn));
    return bodies
        .computeIfAbsent(kind, k -> ScanBody.of(this::step, k.carries(), k.slices(), k.fixed()))
        .scan(carries, sequences, drawn, false);
  }

  private static List<TensorType> types(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::type).toList();
  }

  private ScanBody.Results unrolled(
      List<Tensor> first, List<Tensor> sequences, List<Tensor> drawn) {
    checkKnown(sequences.getFirst());
    List<Tensor> carries = first;
    List<Tensor> outputs = new ArrayList<>();
    for (long at = 0; at < sequences.getFirst().dim(0); at++) {
      Index[] index = {Index.at(at)};
      List<Tensor> slices = sequences.stream().map(s -> s.get(index)).toList();
      ScanBody.Results results = step(carries, slices, drawn);
      carries = results.carries();
      outputs.addAll(results.outputs());
    }
    List<Tensor> stacked =
        loop.returnSequences()
            ? List.of(Tensor.stack(0, outputs.toArray(Tensor[]::new)))
            : List.of();
    return new ScanBody.Results(carries, stacked);
  }

  private static void checkKnown(Tensor sequence) {
    if (!sequence.shape().isKnown(0)) {
      throw new ShapeException(
          "recurrent layer: unrolling needs a known number of steps; got "
              + sequence.swapAxes(0, 1).type());
    }
  }

  private ScanBody.Results step(List<Tensor> carries, List<Tensor> slices, List<Tensor> drawn) {
    List<Tensor> in = new ArrayList<>(List.of(slices.getFirst()));
    in.addAll(carries.subList(0, carries.size() - 1));
    in.addAll(drawn);
    List<Tensor> out = cell.call(new Values(in), Call.infer()).all();
    List<Tensor> next = new ArrayList<>(out.subList(1, out.size()));
    next.add(out.getFirst());
    if (slices.size() > 1) {
      Tensor counts = slices.getLast();
      Tensor output = out.getFirst();
      for (int i = 0; i < next.size() - 1; i++) {
        next.set(i, chosen(counts, next.get(i), carries.get(i)));
      }
      Tensor otherwise = carries.getLast();
      next.set(
          next.size() - 1,
          loop.zeroOutputForMask()
              ? spread(counts, output).where(output, 0)
              : chosen(counts, output, otherwise));
    }
    return new ScanBody.Results(next, loop.returnSequences() ? List.of(next.getLast()) : List.of());
  }

  private static Tensor chosen(Tensor counts, Tensor yes, Tensor no) {
    return spread(counts, yes).where(yes, no);
  }

  private static Tensor spread(Tensor counts, Tensor like) {
    Tensor result = counts;
    while (result.rank() < like.rank()) {
      result = result.expandDims(-1);
    }
    return result;
  }
}
