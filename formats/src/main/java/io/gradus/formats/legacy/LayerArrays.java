package io.gradus.formats.legacy;

import io.gradus.nn.config.Schema;
import io.gradus.nn.layer.Layer;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The arrays that an older Keras kept of a layer, brought into the form of the layer's weights: in
/// their order, in as many parts, with their axes, turned back where Theano turned them.
///
/// They stand as the trained ones of everything inside the layer, then the others.
public final class LayerArrays {
  /// A weight and its array.
  ///
  /// @param variable the weight
  /// @param array what it is given, of its shape
  public record Given(Variable variable, StoredArray array) {}

  private final Writer writer;
  private final List<StoredArray> arrays;
  private final List<Given> given = new ArrayList<>();
  private final Set<Layer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private int next;

  private LayerArrays(List<StoredArray> arrays, Writer writer) {
    this.arrays = arrays;
    this.writer = writer;
  }

  /// The arrays of a layer.
  ///
  /// @param given each weight with its array
  /// @param trained the names of the arrays of trained weights, in the order of the file
  public record Read(List<Given> given, List<String> trained) {}

  /// {@return each weight of a layer with its array}
  ///
  /// @param layer the layer, built
  /// @param arrays its arrays, in the order of the file
  /// @throws IllegalArgumentException if they are not those of such a layer
  public static Read of(Layer layer, List<StoredArray> arrays, Writer writer) {
    LayerArrays all = new LayerArrays(arrays, writer);
    all.take(layer, true);
    List<String> trained =
        arrays.subList(0, all.next).stream().map(StoredArray::shortName).toList();
    all.seen.clear();
    all.take(layer, false);
    return new Read(all.finished("layer \"%s\"".formatted(layer.name())), trained);
  }

  /// {@return each trainable weight of layers with its array}
  ///
  /// @param arrays an array for each that is trained, such as what an optimizer keeps of it
  /// @throws IllegalArgumentException if they are not those of such layers
  static List<Given> trained(List<Layer> layers, List<StoredArray> arrays, Writer writer) {
    LayerArrays all = new LayerArrays(arrays, writer);
    layers.forEach(layer -> all.take(layer, true));
    return all.finished("the trained weights");
  }

  private List<Given> finished(String of) {
    if (next < arrays.size()) {
      throw new IllegalArgumentException(
          "%s: %d arrays; the model has %d weights there: %s"
              .formatted(of, arrays.size(), given.size(), names(given)));
    }
    return given;
  }

  private static List<String> names(List<Given> given) {
    return given.stream().map(each -> each.variable.name()).toList();
  }

  private void take(Layer layer, boolean trained) {
    if (!seen.add(layer)) {
      return;
    }
    List<Variable> own =
        own(layer).stream().filter(weight -> weight.isTrainable() == trained).toList();
    if (!own.isEmpty()) {
      leaf(layer, own);
    }
    layer.innerLayers().forEach(inner -> take(inner, trained));
  }

  // Without the weights of inner layers.
  private static List<Variable> own(Layer layer) {
    Set<Variable> inner = Collections.newSetFromMap(new IdentityHashMap<>());
    layer.innerLayers().forEach(each -> inner.addAll(each.weights()));
    return layer.weights().stream().filter(weight -> !inner.contains(weight)).toList();
  }

  private void leaf(Layer layer, List<Variable> weights) {
    String className = layer.schema().className();
    List<StoredArray> taken = new ArrayList<>();
    int gates = gates(className, weights);
    int count = gates > 1 ? gates * weights.size() : weights.size();
    for (int i = 0; i < count; i++) {
      if (next == arrays.size()) {
        throw new IllegalArgumentException(
            "layer \"%s\": no array for %s; the file has %d there: %s"
                .formatted(
                    layer.name(),
                    weights.get(Math.min(i, weights.size() - 1)).name(),
                    arrays.size(),
                    arrays.stream().map(StoredArray::name).toList()));
      }
      taken.add(arrays.get(next++));
    }
    List<StoredArray> fit = gates > 1 ? joined(taken, gates, isChannelsFirst(layer)) : taken;
    fit = writer.isKeras1() ? fromKeras1(layer, className, fit) : fit;
    if (writer.turnsKernels()) {
      fit = turned(className, fit);
    }
    fit = fromCuDnn(className, fit, weights);
    for (int i = 0; i < weights.size(); i++) {
      Variable weight = weights.get(i);
      StoredArray array = fit.get(i);
      if (!array.shape().equals(weight.shape())) {
        throw new IllegalArgumentException(
            "layer \"%s\": array %s is of shape %s; %s is of %s"
                .formatted(
                    layer.name(), array.name(), array.shape(), weight.name(), weight.shape()));
      }
      given.add(new Given(weight, array));
    }
  }

  /// {@return in how many parts recurrent layers of Keras 1 keep what is one array here}
  private int gates(String className, List<Variable> weights) {
    int gates =
        switch (className) {
          case "LSTMCell", "ConvLSTMCell" -> 4;
          case "GRUCell" -> 3;
          default -> 1;
        };
    boolean inParts =
        gates > 1
            && writer.isKeras1()
            && next < arrays.size()
            && arrays.get(next).shape().size() * gates == weights.getFirst().size();
    return inParts ? gates : 1;
  }

  // Kernel, recurrent kernel and bias of one gate after the other: i, c, f, o, here i, f, c, o.
  private static List<StoredArray> joined(
      List<StoredArray> parts, int gates, boolean channelsFirst) {
    int kinds = parts.size() / gates;
    int[] order = gates == 4 ? new int[] {0, 2, 1, 3} : new int[] {0, 1, 2};
    List<StoredArray> joined = new ArrayList<>();
    for (int kind = 0; kind < kinds; kind++) {
      List<StoredArray> ofKind = new ArrayList<>();
      for (int gate : order) {
        StoredArray part = parts.get(gate * kinds + kind);
        if (!part.shape().equals(parts.get(kind).shape())) {
          throw new IllegalArgumentException(
              "array %s is of shape %s, %s of %s: they are no gates of one layer"
                  .formatted(
                      part.name(), part.shape(), parts.get(kind).name(), parts.get(kind).shape()));
        }
        // Kernels of convolutions stand as [filters, channels, rows, columns] then.
        boolean isKernel = channelsFirst && part.shape().rank() == 4;
        ofKind.add(isKernel ? part.permuted(2, 3, 1, 0) : part);
      }
      joined.add(StoredArray.joined(ofKind));
    }
    return joined;
  }

  private static boolean isChannelsFirst(Layer layer) {
    return "channels_first".equals(config(layer.schema(), layer).get("data_format"));
  }

  // The schema is the layer's own.
  @SuppressWarnings("unchecked")
  private static <S> Map<String, @Nullable Object> config(Schema<S> schema, Layer layer) {
    return schema.write((S) layer);
  }

  private static List<StoredArray> fromKeras1(
      Layer layer, String className, List<StoredArray> arrays) {
    List<StoredArray> changed = new ArrayList<>(arrays);
    StoredArray kernel = arrays.getFirst();
    int rank = kernel.shape().rank();
    switch (className) {
      case "Conv1D" -> {
        if (rank == 4) {
          changed.set(0, alongOneAxis(layer, kernel));
        }
      }
      case "Conv2D" -> {
        if (rank == 4 && isChannelsFirst(layer)) {
          changed.set(0, kernel.permuted(2, 3, 1, 0));
        }
      }
      case "Conv2DTranspose" -> {
        if (rank == 4) {
          changed.set(
              0,
              isChannelsFirst(layer) ? kernel.permuted(2, 3, 0, 1) : kernel.permuted(0, 1, 3, 2));
        }
      }
      case "Conv3D" -> {
        if (rank == 5 && isChannelsFirst(layer)) {
          changed.set(0, kernel.permuted(2, 3, 4, 1, 0));
        }
      }
      case "SeparableConv2D" -> {
        for (int i = 0; i < arrays.size() && isChannelsFirst(layer); i++) {
          if (arrays.get(i).shape().rank() == 4) {
            changed.set(i, arrays.get(i).permuted(2, 3, 1, 0));
          }
        }
      }
      default -> {}
    }
    return changed;
  }

  // [length, 1, channels, filters], or before 1.2 [filters, channels, length, 1].
  private static StoredArray alongOneAxis(Layer layer, StoredArray kernel) {
    Shape wanted = layer.weights().getFirst().shape();
    Shape shape = kernel.shape();
    boolean isCurrent =
        shape.dim(1) == 1 && shape.dim(0) == wanted.dim(0) && shape.dim(3) == wanted.dim(2);
    StoredArray standing = isCurrent ? kernel : kernel.permuted(2, 3, 1, 0);
    Shape stored = standing.shape();
    return stored.dim(1) == 1
        ? standing.reshaped(Shape.of(stored.dim(0), stored.dim(2), stored.dim(3)))
        : kernel;
  }

  private static List<StoredArray> turned(String className, List<StoredArray> arrays) {
    int axes =
        switch (className) {
          case "Conv1D", "Conv1DTranspose" -> 1;
          case "Conv2D", "Conv2DTranspose", "ConvLSTMCell" -> 2;
          case "Conv3D", "Conv3DTranspose" -> 3;
          default -> 0;
        };
    int kernels = className.equals("ConvLSTMCell") ? 2 : 1;
    List<StoredArray> turned = new ArrayList<>(arrays);
    for (int i = 0; i < Math.min(kernels, arrays.size()); i++) {
      if (axes > 0 && arrays.get(i).shape().rank() == axes + 2) {
        turned.set(i, arrays.get(i).turned(axes));
      }
    }
    return turned;
  }

  /// {@return the arrays of a plain cell for those of a layer of CuDNN, which has a bias for the
  /// input and one for the state, and kernels in another order of elements}
  private static List<StoredArray> fromCuDnn(
      String className, List<StoredArray> arrays, List<Variable> weights) {
    int gates =
        switch (className) {
          case "LSTMCell" -> 4;
          case "GRUCell" -> 3;
          default -> 0;
        };
    if (gates == 0 || arrays.size() != 3) {
      return arrays;
    }
    StoredArray kernel = arrays.get(0);
    StoredArray recurrent = arrays.get(1);
    StoredArray bias = arrays.get(2);
    long units = recurrent.shape().rank() == 2 ? recurrent.shape().dim(0) : -1;
    boolean isCuDnn =
        kernel.shape().rank() == 2
            && units > 0
            && kernel.shape().dim(1) == units * gates
            && recurrent.shape().dim(1) == units * gates
            && bias.shape().equals(Shape.of(2 * units * gates));
    if (!isCuDnn) {
      return arrays;
    }
    long inputs = kernel.shape().dim(0);
    StoredArray plainKernel =
        kernel.made(
            kernel.shape(),
            () ->
                // Each gate's [inputs, units] is the transpose of a [units, inputs].
                kernel
                    .source()
                    .read()
                    .reshape(Shape.of(inputs, gates, units))
                    .transpose(1, 0, 2)
                    .reshape(Shape.of(gates, units, inputs))
                    .transpose(2, 0, 1)
                    .reshape(Shape.of(inputs, gates * units)));
    StoredArray plainRecurrent =
        recurrent.made(
            recurrent.shape(),
            () ->
                recurrent
                    .source()
                    .read()
                    .reshape(Shape.of(units, gates, units))
                    .transpose(2, 1, 0)
                    .reshape(Shape.of(units, gates * units)));
    Shape wanted = weights.get(2).shape();
    StoredArray plainBias =
        wanted.rank() == 2
            ? bias.reshaped(Shape.of(2, units * gates))
            : bias.made(
                Shape.of(units * gates),
                () -> bias.source().read().reshape(Shape.of(2, units * gates)).sum(0));
    return List.of(plainKernel, plainRecurrent, plainBias);
  }
}
