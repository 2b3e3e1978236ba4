package io.gradus.nn.model;

import io.gradus.nn.config.Names;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.operation.KerasOperation;
import io.gradus.tensor.Op;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names of the layers and operations of a graph. Operations that have none get some that no
/// layer has, numbered by class as in Keras.
final class GraphNames {
  private final Map<Object, String> names = new IdentityHashMap<>();

  /// The names in a graph whose layers have theirs.
  GraphNames(ModelGraph graph) {
    Set<String> taken = new HashSet<>();
    List<Object> callers = LayerOrder.callers(graph);
    for (Object caller : callers) {
      String given = given(caller);
      if (given != null && taken.add(given)) {
        names.put(caller, given);
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    for (Object caller : callers) {
      if (!names.containsKey(caller)) {
        String standard = standard(caller);
        String name;
        do {
          int count = counts.merge(standard, 1, Integer::sum);
          name = standard + (count == 1 ? "" : "_" + (count - 1));
        } while (!taken.add(name));
        names.put(caller, name);
      }
    }
  }

  private static @Nullable String given(Object caller) {
    return switch (caller) {
      case Layer layer -> layer.name();
      case KerasOperation operation -> operation.name();
      default -> null;
    };
  }

  private static String standard(Object caller) {
    return switch (caller) {
      case KerasOperation operation -> Names.snake(operation.type().name());
      case ModelNode.OfOp(Op op, _, _) -> Names.snake(op.name());
      default -> "op";
    };
  }

  /// {@return the name of a layer or operation}
  String of(Object caller) {
    String name = names.get(caller);
    if (name == null) {
      throw new IllegalArgumentException("functional: not in the model: " + caller);
    }
    return name;
  }
}
