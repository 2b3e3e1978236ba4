package io.gradus.formats.legacy;

import io.gradus.nn.operation.OperationClass;
import io.gradus.nn.operation.OperationClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions of TensorFlow between the layers of tf.keras 2.4 to 2.15, as the operations of Keras 3
/// that do the same.
final class TensorFlowOps {
  /// Layers that stand for a function of TensorFlow.
  static final Set<String> CLASSES = Set.of("TFOpLambda", "SlicingOpLambda");

  // Function, operation, TensorFlow's names of its tensors after the first, `setting=name` for what
  // its configuration has.
  private static final String ROWS =
      """
      __operators__.add Add y
      math.add Add y
      math.subtract Subtract y
      math.multiply Multiply y
      math.divide TrueDivide y
      math.truediv TrueDivide y
      math.floordiv FloorDivide y
      math.floormod Mod y
      math.pow Power y
      math.maximum Maximum y
      math.minimum Minimum y
      math.equal Equal y
      math.not_equal NotEqual y
      math.greater Greater y
      math.greater_equal GreaterEqual y
      math.less Less y
      math.less_equal LessEqual y
      math.logical_and LogicalAnd y
      math.logical_or LogicalOr y
      math.logical_not LogicalNot
      math.negative Negative
      math.abs Absolute
      math.exp Exp
      math.log Log
      math.log1p Log1p
      math.expm1 Expm1
      math.sqrt Sqrt
      math.rsqrt Rsqrt
      math.square Square
      math.sign Sign
      math.sin Sin
      math.cos Cos
      math.tan Tan
      math.tanh Tanh
      math.floor Floor
      math.ceil Ceil
      math.erf Erf
      math.sigmoid Sigmoid
      math.softplus Softplus
      math.reduce_sum Sum axis=axis keepdims=keepdims
      math.reduce_mean Mean axis=axis keepdims=keepdims
      math.reduce_max Max axis=axis keepdims=keepdims
      math.reduce_min Min axis=axis keepdims=keepdims
      math.reduce_prod Prod axis=axis keepdims=keepdims
      nn.relu Relu
      nn.relu6 Relu6
      nn.elu Elu
      nn.selu Selu
      nn.silu Silu
      nn.swish Silu
      nn.sigmoid Sigmoid
      nn.tanh Tanh
      nn.softplus Softplus
      nn.leaky_relu LeakyRelu negative_slope=alpha
      nn.softmax Softmax axis=axis
      nn.log_softmax LogSoftmax axis=axis
      concat Concatenate axis=axis
      stack Stack axis=axis
      reshape Reshape newshape=shape
      transpose Transpose axes=perm
      expand_dims ExpandDims axis=axis
      squeeze Squeeze axis=axis
      cast Cast dtype=dtype
      clip_by_value Clip x_min=clip_value_min x_max=clip_value_max
      linalg.matmul Matmul b
      """;

  private static final Map<String, String[]> TABLE = new LinkedHashMap<>();

  static {
    for (String row : ROWS.lines().toList()) {
      String[] parts = row.split(" ", -1);
      TABLE.put(parts[0], parts);
    }
  }

  private TensorFlowOps() {}

  /// {@return a layer that stands for a function, as an operation with its calls}
  ///
  /// @param entry the layer as written
  /// @param nodes the calls of the model
  /// @throws IllegalArgumentException if there is no operation that does the same
  static Map<String, @Nullable Object> operation(Map<?, ?> entry, Nodes nodes) {
    OldLayer layer = Architecture.old(Architecture.className(entry), entry);
    String function = String.valueOf(layer.get("function"));
    if (layer.className().equals("SlicingOpLambda")) {
      return written(
          layer,
          "GetItem",
          Map.of(),
          calls(
              layer,
              entry,
              nodes,
              call -> {
                Object spec = call.keywords().remove("slice_spec");
                List<@Nullable Object> given = new ArrayList<>(call.inputs());
                given.add(slices(spec));
                return given;
              }));
    }
    String[] row = TABLE.get(function);
    if (row == null) {
      throw layer.refusal(
          "stands for tf.%s, which is not supported; build the model here with layers or"
                  .formatted(function)
              + " operations in its place, and give it the weights with Models.loadWeights");
    }
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    List<Object> calls =
        calls(
            layer,
            entry,
            nodes,
            call -> {
              List<@Nullable Object> given = new ArrayList<>();
              boolean several = row[1].equals("Concatenate") || row[1].equals("Stack");
              if (several) {
                given.add(call.inputs());
              } else {
                given.addAll(call.inputs());
              }
              for (String part : Arrays.asList(row).subList(2, row.length)) {
                String[] setting = part.split("=", -1);
                if (setting.length == 1) {
                  given.add(call.keywords().remove(part));
                } else if (call.keywords().containsKey(setting[1])) {
                  settings.put(setting[0], call.keywords().remove(setting[1]));
                }
              }
              return given;
            });
    return written(layer, row[1], settings, calls);
  }

  /// What a call is given.
  @FunctionalInterface
  private interface Given {
    List<@Nullable Object> of(Nodes.OpCall call);
  }

  private static List<Object> calls(OldLayer layer, Map<?, ?> entry, Nodes nodes, Given given) {
    List<Object> calls = new ArrayList<>();
    for (Nodes.OpCall call : nodes.opCalls(entry)) {
      call.keywords().remove("name");
      List<@Nullable Object> arguments = given.of(call);
      call.keywords().values().removeIf(value -> value == null || Boolean.FALSE.equals(value));
      if (!call.keywords().isEmpty()) {
        throw layer.refusal(
            "is called with %s, which is not supported".formatted(call.keywords().keySet()));
      }
      calls.add(Nodes.call(arguments, Map.of()));
    }
    if (calls.size() > 1) {
      throw layer.refusal("is called more than once, which is not supported");
    }
    return calls;
  }

  private static Map<String, @Nullable Object> written(
      OldLayer layer, String className, Map<String, ?> settings, List<Object> calls) {
    OperationClass operation = OperationClasses.named(className);
    Map<String, @Nullable Object> config = new LinkedHashMap<>(settings);
    config.put(Architecture.NAME, layer.name());
    Map<String, @Nullable Object> object = Architecture.object(className, config);
    object.put("module", operation.module());
    object.put("registered_name", className);
    object.put(Architecture.NAME, layer.name());
    object.put("inbound_nodes", calls);
    return object;
  }

  private static List<@Nullable Object> slices(@Nullable Object spec) {
    List<?> parts = spec instanceof List<?> list ? list : Collections.singletonList(spec);
    return Architecture.mapped(parts, TensorFlowOps::slice);
  }

  private static @Nullable Object slice(@Nullable Object part) {
    if ("...".equals(part)
        || (part instanceof Map<?, ?> object && "__ellipsis__".equals(object.get("class_name")))) {
      return Architecture.object("__ellipsis__", new LinkedHashMap<>());
    }
    return part instanceof Map<?, ?> slice
        ? Architecture.object("__slice__", Parts.copy(slice))
        : part;
  }
}
