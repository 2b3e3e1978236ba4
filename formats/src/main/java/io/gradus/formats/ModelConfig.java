package io.gradus.formats;

import io.gradus.formats.legacy.Architecture;
import io.gradus.formats.legacy.EarlierKeras3;
import io.gradus.formats.legacy.Leftovers;
import io.gradus.formats.legacy.Training;
import io.gradus.formats.legacy.Writer;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Restoring;
import io.gradus.nn.layer.TypeTrace;
import io.gradus.nn.model.Compilation;
import io.gradus.nn.model.Functional;
import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.ModelTable;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.preprocessing.TextEncoder;
import io.gradus.tensor.Outlining;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A model as a file describes it: what Keras calls its serialization.
///
/// @param source the bytes of the description, for messages
/// @param object the description: class, configuration, how it was built and compiled
record ModelConfig(Bytes source, Map<String, @Nullable Object> object) {
  private static final String WITHOUT_COMPILING =
      "; the model can be loaded without what it was compiled with:"
          + " LoadOptions.DEFAULT.compile(false)";

  // Weights may take so many bytes for each of the file's, and some more.
  private static final long TIMES = 2;
  private static final long SPARE = 32 << 20;

  /// The key of what the model was compiled with.
  static final String COMPILED = "compile_config";

  /// What is done with a description, which may be of anything.
  @FunctionalInterface
  private interface Step<T> {
    T run();
  }

  /// {@return the description of a model}
  static Map<String, @Nullable Object> write(Model model) {
    Map<String, @Nullable Object> written = new LinkedHashMap<>(ModelTable.write(model));
    written.put("compile_config", CompileConfig.write(model.compilation()));
    return written;
  }

  /// {@return the description in the form of Keras 3}
  ///
  /// @param writer who wrote it
  /// @param groups the names of the groups of weights, empty if there are none
  /// @throws ModelFormatException if a part of it is gone or is not known
  ModelConfig upgraded(Writer writer, List<String> groups) throws IOException {
    return guarded(() -> {
      Map<String, @Nullable Object> changed =
          writer.isCurrent()
              ? EarlierKeras3.upgrade(Leftovers.without(object), writer)
              : Architecture.upgrade(object, writer, groups);
      if (object.containsKey(COMPILED)) {
        changed.put(COMPILED, object.get(COMPILED));
      }
      return new ModelConfig(source, changed);
    });
  }

  /// {@return what is compiled in the form of Keras 3}
  ///
  /// @param writer who wrote it
  /// @param model the model, built
  /// @throws ModelFormatException if a part of it is gone or is not known
  ModelConfig trainingUpgraded(Writer writer, Model model) throws IOException {
    boolean same = writer.isCurrent() && !writer.isEarlierKeras3();
    if (same || !(object.get(COMPILED) instanceof Map<?, ?> config)) {
      return this;
    }
    if (writer.isEarlierKeras3()) {
      return guarded(
          () -> new ModelConfig(source, Map.of(COMPILED, EarlierKeras3.upgrade(config, writer))));
    }
    return guarded(
        WITHOUT_COMPILING,
        () -> {
          List<String> names = model.outputNames();
          List<String> outputs = names.isEmpty() ? List.of(model.layers().getLast().name()) : names;
          Map<String, @Nullable Object> changed =
              Training.upgrade(config, config.get("optimizer"), writer, outputs);
          return new ModelConfig(source, Map.of(COMPILED, changed));
        });
  }

  /// {@return the model, built, with weights that are still to be given}
  ///
  /// @param elements the number of elements that the file has for its weights
  /// @param bytes the number of bytes that these are
  /// @throws ModelFormatException if the description is of no model known here
  Model build(LoadOptions options, long elements, long bytes) throws IOException {
    return guarded(
        options,
        () ->
            Restoring.within(
                options.limits(),
                elements,
                SPARE + TIMES * bytes,
                () -> {
                  if (!(ModelTable.read(object) instanceof Model model)) {
                    throw new IllegalArgumentException("a layer, not a model");
                  }
                  build(model);
                  return model;
                }));
  }

  /// Gives each weight a memory of its own, also those that no file gave a value.
  static void settle(Model model) {
    model.weights().forEach(weight -> weight.assign(weight.value()));
  }

  /// {@return an optimizer like the model's, whose state takes no memory, to see whether a file's
  /// state fits}
  static BoundOptimizer outlined(Model model) {
    return Outlining.within(
        new TypeTrace(),
        () ->
            Objects.requireNonNull(model.compilation()).optimizer().bind(model.trainableWeights()));
  }

  /// Builds the model without first values, if the description says what it is given, and forgets
  /// it.
  ///
  /// @param most how many elements its weights may have
  /// @param bytes how many bytes they may take
  /// @throws ModelFormatException if they have more, or the description is of no model known here
  void describe(LoadOptions options, long most, long bytes) throws IOException {
    guarded(options, () -> Restoring.within(options.limits(), most, bytes, this::read));
  }

  /// {@return the model with first values; built if the description says what it is given}
  ///
  /// @throws ModelFormatException if the description is of no model known here
  Model fresh(LoadOptions options) throws IOException {
    return guarded(options, this::read);
  }

  private Model read() {
    if (!(ModelTable.read(object) instanceof Model model)) {
      throw new IllegalArgumentException("a layer, not a model");
    }
    if (saysInput(model)) {
      build(model);
    }
    return model;
  }

  private boolean saysInput(Model model) {
    return model instanceof Functional
        || (model instanceof Sequential sequential && sequential.inputLayer() != null)
        || inputShape() != null;
  }

  /// {@return the layer that takes texts and has this name, wherever it is in the model}
  ///
  /// @throws ModelFormatException if there is none, or none that is known here
  TextEncoder encoder(String name, LoadOptions options) throws IOException {
    return guarded(
        options,
        () -> {
          Map<?, ?> found = named(name, object);
          if (found == null) {
            throw new IllegalArgumentException("there is no layer \"%s\"".formatted(name));
          }
          Layer layer = ModelTable.read(found);
          if (layer instanceof TextEncoder encoder) {
            return encoder;
          }
          throw new IllegalArgumentException("%s takes no texts".formatted(layer));
        });
  }

  private static @Nullable Map<?, ?> named(String name, Map<?, ?> layer) {
    if (!(layer.get("config") instanceof Map<?, ?> config)) {
      return null;
    }
    if (name.equals(config.get("name")) && !config.containsKey("layers")) {
      return layer;
    }
    for (Object part : config.get("layers") instanceof List<?> parts ? parts : List.of()) {
      Map<?, ?> found = part instanceof Map<?, ?> inner ? named(name, inner) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void build(Model model) {
    switch (model) {
      case Functional functional -> functional.build();
      case Sequential sequential when sequential.inputLayer() != null -> sequential.build();
      default -> model.types(inputs(), Call.infer());
    }
  }

  /// {@return the types that a model without an input layer was built for}
  private List<TensorType> inputs() {
    Object shape = inputShape();
    if (!(shape instanceof List<?> dims) || dims.isEmpty()) {
      throw new IllegalArgumentException("it says nowhere what the model is given");
    }
    List<TensorType> types = new ArrayList<>();
    for (Object each : dims.getFirst() instanceof List<?> ? dims : List.of(dims)) {
      types.add(new TensorType(DType.FLOAT32, shape((List<?>) each)));
    }
    return types;
  }

  private @Nullable Object inputShape() {
    Object shape =
        object.get("build_config") instanceof Map<?, ?> build ? build.get("input_shape") : null;
    return shape == null && object.get("config") instanceof Map<?, ?> config
        ? config.get("build_input_shape")
        : shape;
  }

  private static Shape shape(List<?> dims) {
    return Shape.of(
        dims.stream()
            .mapToLong(dim -> dim instanceof Number number ? number.longValue() : Shape.UNKNOWN)
            .toArray());
  }

  /// Compiles a model.
  ///
  /// @param key where it is said how
  /// @return whether that is said
  /// @throws ModelFormatException if it is not known here
  boolean compile(Model model, String key, LoadOptions options) throws IOException {
    if (!(object.get(key) instanceof Map<?, ?> config) || config.isEmpty()) {
      return false;
    }
    guarded(
        WITHOUT_COMPILING,
        () -> {
          CompileConfig.checkState(config, options.limits().state());
          Compilation read =
              options.custom().within(() -> CompileConfig.read(config, model.outputNames()));
          model.compile(read);
          return model;
        });
    return true;
  }

  private <T> T guarded(Step<T> step) throws IOException {
    return guarded("", step);
  }

  private <T> T guarded(LoadOptions options, Step<T> step) throws IOException {
    return guarded("", () -> options.custom().within(step::run));
  }

  // Whatever a stranger's description leads to is told as a fault of the file.
  private <T> T guarded(String way, Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (RuntimeException e) {
      String problem =
          e instanceof IllegalArgumentException ? "" : e.getClass().getSimpleName() + ": ";
      throw (IOException) source.wrong(0, problem + e.getMessage() + way).initCause(e);
    } catch (StackOverflowError e) {
      throw (IOException) source.wrong(0, "layers within layers beyond measure").initCause(e);
    }
  }
}
