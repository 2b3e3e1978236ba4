package io.gradus.nn.operation;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function of `keras.ops`.
///
/// @param name Keras' name, such as `expand_dims`
/// @param parameters the names of the parameters that there are here, in Keras' order
/// @param body from the arguments to the results
public record KerasOp(
    String name, List<String> parameters, Function<CallArguments, List<Tensor>> body) {
  /// Copies the list.
  public KerasOp {
    parameters = List.copyOf(parameters);
  }

  /// {@return whether the function takes keyword arguments of any name: `rearrange` has the lengths
  /// of axes there}
  boolean takesOthers() {
    return name.equals("rearrange");
  }

  /// {@return the results for these arguments}
  ///
  /// @param args positional arguments: null, `Boolean`, `Number`, `String`, [Tensor],
  ///   [io.gradus.tensor.Index] and lists of these
  /// @param kwargs arguments by parameter name
  /// @throws UnsupportedConfigException if an argument is for a parameter that is not there, or has
  ///   a value that is not known here
  /// @throws IllegalArgumentException if the arguments are wrong
  public List<Tensor> call(List<?> args, Map<String, ?> kwargs) {
    return body.apply(CallArguments.bind(this, args, kwargs));
  }

  /// {@return the results for these arguments, bound to the parameters}
  public List<Tensor> call(CallArguments arguments) {
    return body.apply(arguments);
  }

  /// {@return the message for something that Keras has and this table has not}
  static UnsupportedConfigException missing(@Nullable Object what) {
    return new UnsupportedConfigException(what + " does not exist yet");
  }
}
