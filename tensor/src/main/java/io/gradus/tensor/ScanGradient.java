package io.gradus.tensor;

import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The gradient of a [Scan]: a scan in the other direction. It carries the gradients of the carries
/// and the sums so far of those of what is fixed; its sequences are the kept carries, the
/// sequences, and the gradients that arrive at stacked outputs; it gives the gradients of the
/// slices.
final class ScanGradient {
  private final Scan scan;
  private final Backward at;
  private final int carries;
  private final int firstFixed;
  private final int firstKept;
  private final List<TensorType> inputs;

  // The stacked outputs that a gradient arrives at, the kept carries among them.
  private final List<Integer> reached;

  private record Key(List<Integer> reached, List<TensorType> types) {}

  ScanGradient(Scan scan, Backward at) {
    this.scan = scan;
    this.at = at;
    this.carries = scan.body().carries();
    this.firstFixed = scan.body().firstFixed();
    this.firstKept = carries + scan.body().outputs();
    this.inputs = at.inputTypes();
    this.reached =
        IntStream.range(carries, firstKept + carries)
            .filter(output -> at.outputType(output).dtype().isFloating() && at.reaches(output))
            .boxed()
            .toList();
  }

  /// {@return for each operand of the scan its gradient, null for those that have none}
  List<@Nullable Tensor> gradients() {
    List<Tensor> first = new ArrayList<>();
    floating(0, carries).forEach(i -> first.add(at.gradient(i)));
    floating(firstFixed, inputs.size()).forEach(i -> first.add(Tensor.zeros(inputs.get(i))));
    List<Tensor> sequences = new ArrayList<>();
    IntStream.range(0, carries).forEach(i -> sequences.add(at.output(firstKept + i)));
    IntStream.range(carries, firstFixed).forEach(i -> sequences.add(at.input(i)));
    reached.forEach(output -> sequences.add(at.gradient(output)));
    List<Tensor> fixed = IntStream.range(firstFixed, inputs.size()).mapToObj(at::input).toList();
    List<TensorType> slices =
        sequences.stream().map(Tensor::type).map(t -> t.withShape(t.shape().from(1))).toList();
    ScanBody body =
        scan.body()
            .derived(
                new Key(reached, inputs),
                _ -> ScanBody.of(this::step, types(first), slices, types(fixed)));
    ScanBody.Results results = body.scan(first, sequences, fixed, !scan.reverse());
    List<@Nullable Tensor> gradients = new ArrayList<>();
    int carried = 0;
    int given = 0;
    for (int i = 0; i < inputs.size(); i++) {
      boolean slice = i >= carries && i < firstFixed;
      if (!inputs.get(i).dtype().isFloating()) {
        gradients.add(null);
      } else if (slice) {
        gradients.add(results.outputs().get(given++));
      } else {
        gradients.add(results.carries().get(carried++));
      }
    }
    return gradients;
  }

  private static List<TensorType> types(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::type).toList();
  }

  private List<Integer> floating(int from, int to) {
    return IntStream.range(from, to)
        .filter(i -> inputs.get(i).dtype().isFloating())
        .boxed()
        .toList();
  }

  private ScanBody.Results step(List<Tensor> next, List<Tensor> slices, List<Tensor> fixed) {
    List<Tensor> in = new ArrayList<>(slices.subList(0, firstFixed));
    in.addAll(fixed);
    List<Tensor> arriving = slices.subList(firstFixed, slices.size());
    List<Integer> sources = floating(0, inputs.size());
    List<Integer> carried = floating(0, carries);
    @Nullable Tensor[] found;
    try (var tape = new GradientTape()) {
      sources.forEach(i -> tape.watch(in.get(i)));
      List<Tensor> out = scan.body().apply(in);
      List<Tensor> targets = new ArrayList<>();
      List<Tensor> gradients = new ArrayList<>();
      for (int i = 0; i < carried.size(); i++) {
        targets.add(out.get(carried.get(i)));
        gradients.add(next.get(i));
      }
      for (int i = 0; i < reached.size(); i++) {
        if (reached.get(i) < firstKept) {
          targets.add(out.get(reached.get(i)));
          gradients.add(arriving.get(i));
        }
      }
      found = tape.pulled(targets, gradients, sources.stream().map(in::get).toList());
    }
    List<Tensor> carriesBefore = new ArrayList<>();
    List<Tensor> ofSlices = new ArrayList<>();
    List<Tensor> ofFixed = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      int input = sources.get(i);
      Tensor gradient = found[i];
      if (input >= firstFixed) {
        Tensor sum = next.get(carried.size() + ofFixed.size());
        ofFixed.add(gradient == null ? sum : sum.add(gradient));
      } else {
        Tensor known = gradient == null ? Tensor.zeros(in.get(input).type()) : gradient;
        (input < carries ? carriesBefore : ofSlices).add(known);
      }
    }
    for (int i = 0; i < reached.size(); i++) {
      int carry = carried.indexOf(reached.get(i) - firstKept);
      if (carry >= 0) {
        carriesBefore.set(carry, carriesBefore.get(carry).add(arriving.get(i)));
      }
    }
    carriesBefore.addAll(ofFixed);
    return new ScanBody.Results(carriesBefore, ofSlices);
  }
}
