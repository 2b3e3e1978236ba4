package io.gradus.nn.model;

import io.gradus.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A walk from an output of a model graph to what it needs, without recursion: a model may have any
/// number of layers in a row.
final class GraphWalk {
  /// A call on the way.
  ///
  /// @param rest the tensors that it needs and that were not looked at yet: inputs, arguments,
  ///   masks
  private record Needs(ModelNode node, Iterator<Tensor> rest) {
    static Needs of(ModelNode node) {
      List<Tensor> all = new ArrayList<>();
      node.in()
          .map(needed -> {
            all.add(needed);
            return needed;
          });
      return new Needs(node, all.iterator());
    }
  }

  private GraphWalk() {}

  /// Walks.
  ///
  /// @param enter gives the call to go on with for a tensor that is needed, or null for none
  /// @param leave is told each call after all that it needs
  static void from(
      Tensor output, Function<Tensor, @Nullable ModelNode> enter, Consumer<ModelNode> leave) {
    Deque<Needs> path = new ArrayDeque<>();
    push(enter.apply(output), path);
    while (!path.isEmpty()) {
      Needs top = path.peek();
      if (top.rest.hasNext()) {
        push(enter.apply(top.rest.next()), path);
      } else {
        leave.accept(path.pop().node);
      }
    }
  }

  private static void push(@Nullable ModelNode node, Deque<Needs> path) {
    if (node != null) {
      path.push(Needs.of(node));
    }
  }
}
