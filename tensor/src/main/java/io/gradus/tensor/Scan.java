package io.gradus.tensor;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.Kernels;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A loop over the first axis of sequences: in each step the body gets the carries, one slice of
/// each sequence and what is fixed, and gives the next carries and outputs, which are stacked. The
/// body is recorded once and runs as a program; made by [ScanBody#scan].
///
/// Operands: the first carries, the sequences, what is fixed. Results: the last carries, the
/// stacked outputs, and, where `keeps`, the carries before each step. The gradient is a scan in the
/// other direction over these: a step runs the body again and goes back through it.
///
/// @param body what a step does
/// @param reverse whether the last slices come first; outputs stay at their slices' places
/// @param keeps whether the carries before each step are results too; gradients need them
public record Scan(ScanBody body, boolean reverse, boolean keeps) implements Op {
  @Override
  public List<TensorType> types(List<TensorType> inputs) {
    long steps = steps(inputs);
    List<TensorType> in = sliced(inputs);
    List<TensorType> given = body.resultTypes(in);
    List<TensorType> results = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (i >= body.carries()) {
        results.add(stacked(given.get(i), steps));
        continue;
      }
      if (!given.get(i).equals(in.get(i))) {
        throw new ShapeException(
            "scan: a step must keep the types of the carries; got carry %d=%s, then %s"
                .formatted(i, in.get(i), given.get(i)));
      }
      results.add(in.get(i));
    }
    if (keeps) {
      in.subList(0, body.carries()).forEach(carry -> results.add(stacked(carry, steps)));
    }
    return results;
  }

  private long steps(List<TensorType> inputs) {
    List<TensorType> sequences = inputs.subList(body.carries(), body.firstFixed());
    boolean same =
        sequences.stream().allMatch(type -> type.shape().rank() > 0)
            && sequences.stream().mapToLong(type -> type.shape().dims()[0]).distinct().count() == 1;
    if (!same) {
      throw new ShapeException(
          "scan: the sequences need first axes of one length; got " + sequences);
    }
    return sequences.getFirst().shape().dims()[0];
  }

  private List<TensorType> sliced(List<TensorType> inputs) {
    List<TensorType> types = new ArrayList<>(inputs);
    for (int i = body.carries(); i < body.firstFixed(); i++) {
      types.set(i, slice(inputs.get(i)));
    }
    return types;
  }

  private static TensorType slice(TensorType sequence) {
    return sequence.withShape(sequence.shape().from(1));
  }

  private static TensorType stacked(TensorType step, long steps) {
    long[] dims = new long[step.shape().rank() + 1];
    dims[0] = steps;
    System.arraycopy(step.shape().dims(), 0, dims, 1, dims.length - 1);
    return step.withShape(Shape.of(dims));
  }

  @Override
  public void run(Kernels kernels, List<Strided> outputs, List<Strided> inputs) {
    int carries = body.carries();
    Device device = inputs.getFirst().storage().device();
    Program program = body.program(sliced(inputs.stream().map(Strided::type).toList()), device);
    List<Tensor> in = new ArrayList<>();
    inputs.forEach(
        view -> in.add(Tensor.of(view.isDense() ? view : packed(kernels, device, view))));
    int kept = carries + body.outputs();
    long steps = inputs.get(carries).dim(0);
    for (long i = 0; i < steps; i++) {
      long at = reverse ? steps - 1 - i : i;
      for (int k = carries; k < body.firstFixed(); k++) {
        in.set(k, Tensor.of(at(inputs.get(k), at)));
      }
      for (int k = kept; k < outputs.size(); k++) {
        kernels.copy(at(outputs.get(k), at), in.get(k - kept).strided());
      }
      List<Tensor> results = program.run(in);
      for (int k = 0; k < carries; k++) {
        in.set(k, results.get(k));
      }
      for (int k = carries; k < kept; k++) {
        kernels.copy(at(outputs.get(k), at), results.get(k).strided());
      }
    }
    for (int k = 0; k < carries; k++) {
      kernels.copy(outputs.get(k), in.get(k).strided());
    }
  }

  private static Strided packed(Kernels kernels, Device device, Strided view) {
    Strided copy = Strided.allocate(device, view.type());
    kernels.copy(copy, view);
    return copy;
  }

  private static Strided at(Strided sequence, long step) {
    long[] strides = new long[sequence.rank() - 1];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = sequence.stride(axis + 1);
    }
    return sequence.restride(sequence.shape().from(1), strides, step * sequence.stride(0));
  }

  @Override
  public boolean isDifferentiable(int input) {
    return keeps;
  }

  @Override
  public boolean readsInput(int input) {
    return input >= body.carries();
  }

  @Override
  public boolean readsOutput(int output) {
    return output >= body.carries() + body.outputs();
  }

  @Override
  public @Nullable Tensor gradient(int input, Backward at) {
    return at.once(() -> new ScanGradient(this, at).gradients()).get(input);
  }
}
