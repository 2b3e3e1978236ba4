package io.gradus.nn.layer;

import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// What a recurrent layer does in one step. It is called with the step's input, then the states,
/// then what [#draw] gave for the sequence, and gives the output, then the next states, of the
/// shapes they had. It is built for the type of a step's input.
///
/// In a recurrent layer the code of a step is recorded once and runs for every step. So a cell is
/// called there in inference, without random numbers: what is random in training is drawn before,
/// with [#draw]. Tensors from outside that a gradient is to reach must be variables.
public abstract class RecurrentCell extends Layer {
  /// A cell with these settings.
  protected RecurrentCell(Settings settings) {
    super(settings);
  }

  /// {@return the shapes of the states for a step's input of this shape, whose first axis is the
  /// batch, perhaps of unknown length}
  public abstract List<Shape> stateShapes(Shape input);

  /// {@return how many tensors [#draw] gives in training; none unless a cell says so}
  public int draws() {
    return 0;
  }

  /// {@return what is the same in all steps of a sequence and drawn anew for each, such as the
  /// choice of dropped inputs; nothing unless a cell says so}
  ///
  /// @param input the type of a step's input
  /// @param call the call of the recurrent layer
  public List<Tensor> draw(TensorType input, Call call) {
    return List.of();
  }
}
