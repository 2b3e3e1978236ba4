package io.gradus.nn.operation;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The functions of `keras.ops` that Gradus has.
public final class KerasOps {
  private static final FunctionTable TABLE = new FunctionTable();

  static {
    ActivationFunctions.addTo(TABLE);
    ArithmeticFunctions.addTo(TABLE);
    AttentionFunctions.addTo(TABLE);
    ConvolutionFunctions.addTo(TABLE);
    CreationFunctions.addTo(TABLE);
    ImageFunctions.addTo(TABLE);
    IndexingFunctions.addTo(TABLE);
    JoiningFunctions.addTo(TABLE);
    LinearAlgebraFunctions.addTo(TABLE);
    LogicFunctions.addTo(TABLE);
    MovementFunctions.addTo(TABLE);
    NeuralFunctions.addTo(TABLE);
    OrderFunctions.addTo(TABLE);
    PoolingFunctions.addTo(TABLE);
    ProductFunctions.addTo(TABLE);
    ReductionFunctions.addTo(TABLE);
    SegmentFunctions.addTo(TABLE);
    SignalFunctions.addTo(TABLE);
  }

  private KerasOps() {}

  /// {@return the names of the functions}
  public static Collection<String> names() {
    return TABLE.names();
  }

  /// {@return the function of this name, or null if there is none here}
  public static @Nullable KerasOp find(String name) {
    return TABLE.find(name);
  }

  /// {@return the function of this name}
  ///
  /// @throws io.gradus.nn.config.UnsupportedConfigException if there is none here
  public static KerasOp of(String name) {
    KerasOp op = find(name);
    if (op == null) {
      throw KerasOp.missing("op " + name);
    }
    return op;
  }
}
