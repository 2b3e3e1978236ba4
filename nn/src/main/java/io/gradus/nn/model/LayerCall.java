package io.gradus.nn.model;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.layer.Arguments;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Mode;
import io.gradus.nn.layer.MultiHeadAttention;
import io.gradus.nn.layer.Values;
import io.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The call of a layer with the parameters that Keras' `call` has: which of them are inputs, which
/// masks, and what else a call may say.
final class LayerCall {
  private static final String MASK = "mask";
  private static final String TRAINING = "training";
  private static final String INPUTS = "inputs";
  private static final String SCORES = "return_attention_scores";
  private static final String CAUSAL = "use_causal_mask";

  private static final List<String> STANDARD = List.of(INPUTS, TRAINING, MASK);
  private static final List<String> MASK_FIRST = List.of(INPUTS, MASK, TRAINING);
  private static final List<String> RECURRENT =
      List.of(INPUTS, InitialStates.ARGUMENT, MASK, TRAINING);
  private static final List<String> HEADS =
      List.of(
          "query",
          "value",
          "key",
          "query_mask",
          "value_mask",
          "key_mask",
          "attention_mask",
          SCORES,
          TRAINING,
          CAUSAL);

  /// The calls whose parameters differ from the standard ones, by Keras' classes.
  private static final Map<String, List<String>> PARAMETERS =
      Map.ofEntries(
          Map.entry("AdditiveAttention", List.of(INPUTS, MASK, TRAINING, SCORES, CAUSAL)),
          Map.entry("Attention", List.of(INPUTS, MASK, TRAINING, SCORES, CAUSAL)),
          Map.entry("BatchNormalization", STANDARD),
          Map.entry("Bidirectional", RECURRENT),
          Map.entry("CategoryEncoding", List.of(INPUTS, "count_weights")),
          Map.entry("ConvLSTM1D", RECURRENT),
          Map.entry("ConvLSTM2D", RECURRENT),
          Map.entry("ConvLSTM3D", RECURRENT),
          Map.entry("GlobalAveragePooling1D", MASK_FIRST),
          Map.entry("GroupQueryAttention", HEADS),
          Map.entry("GRU", RECURRENT),
          Map.entry("Lambda", MASK_FIRST),
          Map.entry("LSTM", RECURRENT),
          Map.entry("MultiHeadAttention", HEADS),
          Map.entry("ReversibleEmbedding", List.of(INPUTS, "reverse")),
          Map.entry("RNN", RECURRENT),
          Map.entry("SimpleRNN", RECURRENT),
          Map.entry("Softmax", MASK_FIRST),
          Map.entry("TimeDistributed", STANDARD));

  // What Keras calls the inputs in the layers that take them as one.
  private static final Set<String> INPUT_NAMES =
      Set.of(INPUTS, "sequences", "sequence", "x", "data", "xs");
  private static final Set<String> LISTS =
      Set.of(
          "Add",
          "Average",
          "Concatenate",
          "Dot",
          "Maximum",
          "Minimum",
          "Multiply",
          "Subtract",
          "Attention",
          "AdditiveAttention");

  // Where masks are given, an input without one has none, not its own.
  private static final Set<String> MASKED_AS_GIVEN = Set.of("Attention", "AdditiveAttention");

  private LayerCall() {}

  private static List<String> parameters(Layer layer) {
    String className = layer.schema().className();
    // Files in HDF5 alone do not tell an operation, x * 3, from the layer of its name: what stands
    // behind the list of inputs is refused.
    return PARAMETERS.getOrDefault(
        className, LISTS.contains(className) ? List.of(INPUTS) : STANDARD);
  }

  /// {@return what a layer is given by a call}
  ///
  /// @throws UnsupportedConfigException if the call says something that Gradus cannot say
  static Values read(Layer layer, NodeArguments call) {
    Map<String, @Nullable Object> named = named(layer, call);
    List<@Nullable Object> given = new ArrayList<>();
    List<@Nullable Object> masks = new ArrayList<>();
    Arguments arguments = Arguments.NONE;
    for (Map.Entry<String, @Nullable Object> argument : named.entrySet()) {
      String name = argument.getKey();
      Object value = argument.getValue();
      switch (name) {
        case INPUTS -> given.addAll(flat(layer, value));
        case "query", "value", "key" -> {
          if (value != null) {
            given.add(value);
          }
        }
        case "query_mask" -> {
          // Files of Keras 3.8 and later come without it: it has no effect there.
          if (layer instanceof MultiHeadAttention) {
            masks.add(value);
          } else {
            arguments = with(layer, arguments, name, value);
          }
        }
        case MASK -> masks.addAll(value == null ? List.of() : flat(layer, value));
        default -> arguments = with(layer, arguments, name, value);
      }
    }
    List<Tensor> inputs = given.stream().map(value -> tensor(layer, INPUTS, value)).toList();
    Values values = new Values(inputs).with(arguments);
    if (masks.stream().allMatch(mask -> mask == null)) {
      return values;
    }
    String className = layer.schema().className();
    List<@Nullable Tensor> all = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Object mask = i < masks.size() ? masks.get(i) : null;
      if (mask != null) {
        all.add(tensor(layer, MASK, mask));
      } else {
        all.add(
            i < masks.size() && MASKED_AS_GIVEN.contains(className) ? open(inputs.get(i)) : null);
      }
    }
    return values.masked(all);
  }

  /// {@return a mask that hides nothing, of all axes but the last}
  private static Tensor open(Tensor x) {
    return x.isNan().any(-1).logicalOr(Tensor.of(true));
  }

  /// {@return the arguments by name, inputs first and in order}
  private static Map<String, @Nullable Object> named(Layer layer, NodeArguments call) {
    List<String> parameters = parameters(layer);
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    if (parameters.equals(STANDARD) && layer.takesInputsApart()) {
      // A layer of one's own: all that stands in order is an input.
      named.put(INPUTS, call.args());
    } else {
      for (int i = 0; i < call.args().size(); i++) {
        if (i >= parameters.size()) {
          throw new UnsupportedConfigException(
              "Functional: argument %d in a call of %s is not supported yet".formatted(i, layer));
        }
        named.put(parameters.get(i), call.args().get(i));
      }
    }
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    call.kwargs()
        .forEach((name, value) -> rest.put(INPUT_NAMES.contains(name) ? INPUTS : name, value));
    for (String parameter : parameters) {
      if (rest.containsKey(parameter)) {
        named.put(parameter, rest.remove(parameter));
      }
    }
    named.putAll(rest);
    return named;
  }

  // Several inputs are a list, or for a model what it says.
  private static List<@Nullable Object> flat(Layer layer, @Nullable Object value) {
    if (layer instanceof Functional model) {
      Structure structure = model.inputStructure();
      return value instanceof Map<?, ?> byName && !(structure instanceof Structure.Named)
          ? ordered(model, byName)
          : structure.flatten(value);
    }
    List<@Nullable Object> all = new ArrayList<>();
    collect(value, all);
    return all;
  }

  private static List<@Nullable Object> ordered(Functional model, Map<?, ?> byName) {
    List<@Nullable Object> all = new ArrayList<>();
    for (String name : model.inputNames()) {
      if (!byName.containsKey(name)) {
        throw new IllegalArgumentException(
            "model \"%s\" needs the inputs %s by name, got %s"
                .formatted(model.name(), model.inputNames(), byName.keySet()));
      }
      all.add(byName.get(name));
    }
    return all;
  }

  private static void collect(@Nullable Object value, List<@Nullable Object> into) {
    switch (value) {
      case List<?> list -> list.forEach(element -> collect(element, into));
      case Map<?, ?> map -> new TreeMap<>(map).values().forEach(each -> collect(each, into));
      case null, default -> into.add(value);
    }
  }

  private static Tensor tensor(Layer layer, String name, @Nullable Object value) {
    if (value instanceof Tensor tensor) {
      return tensor;
    }
    throw new UnsupportedConfigException(
        "Functional: %s = %s in a call of %s is not supported yet".formatted(name, value, layer));
  }

  private static Arguments with(
      Layer layer, Arguments arguments, String name, @Nullable Object value) {
    return switch (value) {
      case null -> arguments;
      case Boolean flag when name.equals(TRAINING) ->
          arguments.mode(flag ? Mode.TRAIN : Mode.INFER);
      case Number number
          when name.equals(TRAINING) && (number.doubleValue() == 0 || number.doubleValue() == 1) ->
          arguments.mode(number.doubleValue() == 1 ? Mode.TRAIN : Mode.INFER);
      case Boolean flag -> arguments.with(name, flag);
      case Tensor tensor -> arguments.with(name, tensor);
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>();
        collect(list, all);
        yield arguments.with(
            name, all.stream().map(element -> tensor(layer, name, element)).toList());
      }
      default -> arguments.with(name, tensor(layer, name, value));
    };
  }

  /// {@return the call as Keras makes it}
  static NodeArguments write(Layer layer, Values in) {
    List<@Nullable Object> args = new ArrayList<>();
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    List<Tensor> all = in.all();
    if (layer instanceof Functional model) {
      args.add(model.inputStructure().pack(all.iterator()));
    } else if (layer.takesInputsApart()) {
      args.addAll(all);
    } else if (parameters(layer).equals(RECURRENT)) {
      args.add(all.getFirst());
    } else if (all.size() == 1 && !LISTS.contains(layer.schema().className())) {
      args.add(all.getFirst());
    } else {
      args.add(all);
    }
    kwargs.putAll(in.arguments().values());
    Object states = InitialStates.of(layer, in);
    if (states != null) {
      kwargs.put(InitialStates.ARGUMENT, states);
    }
    if (in.isMasked()) {
      masks(layer, in, kwargs);
    } else if (takesMask(layer) && kwargs.isEmpty()) {
      kwargs.put(MASK, null);
    }
    return new NodeArguments(args, kwargs);
  }

  // Keras writes that there is no mask where a layer could have one, but where there are several.
  private static boolean takesMask(Layer layer) {
    String className = layer.schema().className();
    return layer instanceof Functional
        || layer instanceof Sequential
        || (!LISTS.contains(className)
            && PARAMETERS.getOrDefault(className, List.of()).contains(MASK));
  }

  private static void masks(Layer layer, Values in, Map<String, @Nullable Object> kwargs) {
    if (parameters(layer).equals(HEADS)) {
      for (int i = 0; i < in.masks().size(); i++) {
        if (in.mask(i) != null) {
          kwargs.put(HEADS.get(3 + i), in.mask(i));
        }
      }
      return;
    }
    kwargs.put(
        MASK,
        in.masks().size() == 1
            ? in.masks().getFirst()
            : Collections.unmodifiableList(new ArrayList<>(in.masks())));
  }
}
