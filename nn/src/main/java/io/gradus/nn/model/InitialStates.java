package io.gradus.nn.model;

import io.gradus.nn.layer.Bidirectional;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Recurrent;
import io.gradus.nn.layer.RecurrentCell;
import io.gradus.nn.layer.StackedRNNCells;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first states of a recurrent layer as Keras arranges them: in order, but those of each of
/// several stacked cells as a value of their own, a list where the cell has several.
final class InitialStates {
  static final String ARGUMENT = "initial_state";

  private InitialStates() {}

  /// {@return the states that a call of a layer begins with, arranged; none if it says nothing}
  static @Nullable Object of(Layer layer, Values in) {
    List<Tensor> all = in.all();
    if (all.size() > 1 && (layer instanceof Recurrent<?> || layer instanceof Bidirectional)) {
      return arranged(layer, all.getFirst(), all.subList(1, all.size()));
    }
    return in.arguments().values().get(ARGUMENT) instanceof List<?>
        ? arranged(layer, all.getFirst(), in.arguments().tensors(ARGUMENT))
        : in.arguments().values().get(ARGUMENT);
  }

  private static List<?> arranged(Layer layer, Tensor sequence, List<Tensor> states) {
    if (layer instanceof Bidirectional both) {
      int forward = states.size() / 2;
      List<Object> all = new ArrayList<>();
      all.addAll(arranged(both.forwardLayer(), sequence, states.subList(0, forward)));
      all.addAll(arranged(both.backwardLayer(), sequence, states.subList(forward, states.size())));
      return all;
    }
    if (layer instanceof Recurrent<?> recurrent
        && recurrent.cell() instanceof StackedRNNCells cells) {
      Shape shape = sequence.shape();
      return stacked(cells, shape.slice(0, 1).concat(shape.from(2)), states.iterator());
    }
    return states;
  }

  private static List<?> stacked(StackedRNNCells stack, Shape input, Iterator<Tensor> states) {
    List<Object> all = new ArrayList<>();
    Shape below = input;
    for (RecurrentCell cell : stack.cells()) {
      List<Shape> shapes = cell.stateShapes(below);
      if (cell instanceof StackedRNNCells inner) {
        all.add(stacked(inner, below, states));
      } else if (shapes.size() == 1) {
        all.add(states.next());
      } else {
        all.add(shapes.stream().map(_ -> states.next()).toList());
      }
      below = shapes.getFirst();
    }
    return all;
  }
}
