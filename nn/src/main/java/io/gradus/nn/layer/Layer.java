package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Configured;
import io.gradus.nn.config.Names;
import io.gradus.nn.config.Schema;
import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.tensor.Outlining;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.DType;
import io.gradus.tensor.type.OperandException;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A part of a model (`keras.layers.Layer`). A call on inputs of a known type builds it, which
/// makes its weights; only [#trainable(boolean)] changes afterwards. A subclass declares them in
/// [#build] and returns what the layer computes.
public abstract class Layer implements Configured, UnaryOperator<Tensor> {
  private static final ConfigKey<@Nullable String> NAME =
      new ConfigKey<>("name", Codec.TEXT.orNull());

  /// Whether training changes the weights.
  static final ConfigKey<Boolean> TRAINABLE = new ConfigKey<>("trainable", Codec.TRUTH);

  private static final ConfigKey<DTypePolicy> DTYPE = new ConfigKey<>("dtype", DTypePolicy.CODEC);
  private static final ConfigKey<@Nullable Regularizer> ACTIVITY =
      new ConfigKey<>("activity_regularizer", Regularizers.CODEC);

  // What computes in what where neither the layer nor one around it is told.
  private final DTypePolicy standard = DTypePolicy.global();
  private Settings settings;
  private @Nullable DTypePolicy around;
  private @Nullable String givenName;
  private boolean trainable;
  private long seed;
  private volatile DTypePolicy policy;
  private volatile @Nullable Built built;
  private volatile @Nullable List<TensorType> taken;
  private @Nullable Variable draws;
  // What comes out of the layer while it is not built.
  private final Map<Outline, Values> outlines = new HashMap<>();

  /// What every layer can be told.
  ///
  /// @param name the name, or null to get one from the model
  /// @param trainable whether training changes the weights at first
  /// @param policy the types of computation and weights, or null for those of the layer or model
  ///   around it, or of [DTypePolicy#global()] when it was made
  /// @param activityRegularizer a penalty on the outputs that is part of the loss, or null
  public record Settings(
      @Nullable String name,
      boolean trainable,
      @Nullable DTypePolicy policy,
      @Nullable Regularizer activityRegularizer) {
    /// No name yet, trainable, no types of its own, no penalty.
    public static final Settings DEFAULT = new Settings(null, true, null, null);

    /// {@return these settings with a name}
    public Settings named(String changed) {
      return new Settings(changed, trainable, policy, activityRegularizer);
    }

    /// {@return these settings with other types}
    public Settings policy(@Nullable DTypePolicy changed) {
      return new Settings(name, trainable, changed, activityRegularizer);
    }

    /// {@return these settings with a penalty on the outputs}
    public Settings activityRegularizer(@Nullable Regularizer changed) {
      return new Settings(name, trainable, policy, changed);
    }
  }

  private record Built(
      List<TensorType> inputs,
      Map<Variable, Boolean> own,
      List<StoredWeight> stored,
      List<Variable> weights,
      Map<String, Layer> children,
      Map<Variable, Regularizer> penalties,
      Forward forward,
      boolean trial) {}

  /// A layer with these settings.
  protected Layer(Settings settings) {
    this(settings, 0);
  }

  /// A layer with these settings, whose first values follow from a seed.
  protected Layer(Settings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
    this.givenName = settings.name();
    this.trainable = settings.trainable();
    this.policy = settings.policy() == null ? standard : settings.policy();
  }

  /// {@return a schema with the keys that every layer has}
  protected static <L extends Layer> Schema.Builder<L> schemaOf(String className) {
    return Schema.<L>of(className)
        .optional(NAME, Layer::configuredName, null)
        .optional(TRAINABLE, Layer::isTrainable, true)
        .optional(DTYPE, Layer::declaredPolicy, DTypePolicy.FLOAT32)
        .extra(ACTIVITY, layer -> layer.settings().activityRegularizer(), null);
  }

  /// {@return the same for a class whose activity regularizer Keras writes even where there is
  /// none}
  protected static <L extends Layer> Schema.Builder<L> schemaWithActivity(String className) {
    return Schema.<L>of(className)
        .optional(NAME, Layer::configuredName, null)
        .optional(TRAINABLE, Layer::isTrainable, true)
        .optional(DTYPE, Layer::declaredPolicy, DTypePolicy.FLOAT32)
        .optional(ACTIVITY, layer -> layer.settings().activityRegularizer(), null);
  }

  /// {@return a schema with the keys that every layer has, for a class that Keras writes without
  /// `trainable` and with a name as `dtype`}
  protected static <L extends Layer> Schema.Builder<L> schemaOfUntrained(String className) {
    return Schema.<L>of(className)
        .optional(NAME, Layer::configuredName, null)
        .extra(TRAINABLE, Layer::isTrainable, true)
        .optional(DTYPE, Layer::declaredPolicy, DTypePolicy.FLOAT32)
        .writtenAs(DTYPE, DTypePolicy.NAME)
        .extra(ACTIVITY, layer -> layer.settings().activityRegularizer(), null);
  }

  /// {@return a schema with the name alone, for a class whose configuration has no more}
  static <L extends Layer> Schema.Builder<L> schemaOfNamed(String className) {
    return Schema.<L>of(className).optional(NAME, Layer::configuredName, null);
  }

  /// {@return the settings in a configuration that has the name alone}
  static Settings named(Config config) {
    String name = config.get(NAME);
    return name == null ? Settings.DEFAULT : Settings.DEFAULT.named(name);
  }

  /// {@return the settings in a configuration}
  protected static Settings settings(Config config) {
    return new Settings(
        config.get(NAME), config.get(TRAINABLE), config.get(DTYPE), config.get(ACTIVITY));
  }

  /// Declares the weights for inputs of these types, whose lengths may be unknown. Returns what the
  /// layer computes.
  ///
  /// @throws io.gradus.tensor.type.ShapeException if the layer does not take such inputs
  protected abstract Forward build(List<TensorType> inputs, Weights weights);

  /// {@return whether [#build] runs again, with weights that are thrown away, to see whether the
  /// layer takes inputs of other types once it is built: it refuses them then, or declares other
  /// weights. It must do nothing else. No unless a layer says so, because what it computes cannot
  /// tell}
  protected boolean buildsAgain() {
    return false;
  }

  /// {@return whether the mask of the first input goes on to the outputs where the layer itself
  /// gives them none (Keras' `supports_masking`); no unless a layer says so}
  protected boolean passesMask() {
    return false;
  }

  /// {@return whether floating inputs are converted to the type of the computation (Keras'
  /// `autocast`); no where numbers name something, such as rows, and must stay what they are}
  protected boolean castsInputs() {
    return true;
  }

  /// {@return whether Keras' `call` takes several inputs one by one, `call(query, value)`, rather
  /// than as one list; no unless a layer says so}
  public boolean takesInputsApart() {
    return false;
  }

  /// {@return whether the layer keeps its kernel in few bits where its policy says so}
  boolean quantizes(Quantization.Mode mode) {
    return false;
  }

  private void checkQuantization() {
    Quantization quantization = policy().quantization();
    if (quantization != null && !quantizes(quantization.mode())) {
      throw new UnsupportedConfigException(
          "layer \"%s\": %s in %s is not supported"
              .formatted(name(), schema().className(), quantization.mode()));
    }
  }

  /// {@return the settings it was made with, and the policy it was told since}
  public final Settings settings() {
    return settings;
  }

  private @Nullable String configuredName() {
    return name();
  }

  /// {@return the name: the given one, or the class's in lower case until a model numbers it}
  public final String name() {
    return givenName != null ? givenName : standardName();
  }

  /// {@return the name a model gives this layer when it has none, without a number, made of the
  /// class's name as Keras does: `dense`, `leaky_re_lu`}
  public String standardName() {
    return Names.snake(schema().className());
  }

  /// {@return whether a name was given}
  public final boolean isNamed() {
    return givenName != null;
  }

  /// Names a layer that has no name yet; called by the model that takes it in.
  public final void adopt(String name) {
    if (givenName == null) {
      givenName = name;
    }
  }

  /// {@return what first values follow from, with the names of the weights}
  public final long seed() {
    return seed;
  }

  /// Sets what first values follow from, with the names of the weights. A layer inside another or
  /// inside a model takes the seed of that one.
  ///
  /// @throws IllegalStateException if the layer is built, since its weights exist then
  protected final void setSeed(long value) {
    if (isBuilt()) {
      throw new IllegalStateException("seed: must be set before the model is built");
    }
    seed = value;
  }

  /// Goes on with the seed of an earlier run, whose weights the layer has been given.
  protected final void continueSeed(long value) {
    seed = value;
  }

  /// {@return where the weights of this layer are when it is in no other: under its name}
  protected String root() {
    return name();
  }

  /// {@return the types of computation and weights, those of its place in the model once it is
  /// built}
  public final DTypePolicy policy() {
    return policy;
  }

  /// Sets the types of computation and weights (the argument `dtype` of Keras' layers): of this
  /// layer, and of the layers inside it, or of the model, that were not told theirs. Returns this
  /// layer.
  ///
  /// @throws IllegalStateException if the layer is built, since its weights exist then
  public synchronized Layer policy(DTypePolicy changed) {
    if (isBuilt()) {
      throw new IllegalStateException(
          "policy: layer \"%s\" is built; it must be told before".formatted(name()));
    }
    settings = settings.policy(changed);
    resolvePolicy();
    return this;
  }

  /// Sets the types by Keras' name: `"mixed_bfloat16"`, `"mixed_float16"`, `"float64"`, …; see
  /// [#policy(DTypePolicy)].
  ///
  /// @throws IllegalArgumentException if there is no such policy
  /// @throws IllegalStateException if the layer is built
  public Layer policy(String name) {
    return policy(DTypePolicy.of(name));
  }

  /// Gives the policy of the layer around this one, which counts unless this one was told its own.
  final synchronized void policyAround(DTypePolicy outer) {
    // Asked at each level of models in models: what changes nothing forgets no outline.
    if (settings.policy() == null && !outer.equals(around) && !isBuilt()) {
      around = outer;
      resolvePolicy();
    }
  }

  private void resolvePolicy() {
    policy = declaredPolicy();
    DTypePolicy told = toldPolicy();
    if (told != null) {
      wrapped().forEach(layer -> layer.policyAround(told));
    }
    outlines.clear();
  }

  /// {@return the policy that the layer or one around it was told, or null}
  private @Nullable DTypePolicy toldPolicy() {
    return settings.policy() != null ? settings.policy() : around;
  }

  /// {@return the policy before it is known where in a model the layer is}
  final DTypePolicy declaredPolicy() {
    DTypePolicy told = toldPolicy();
    return told != null ? told : standard;
  }

  /// {@return the layers that it was made of, which there are before it is built}
  List<Layer> wrapped() {
    return innerLayers();
  }

  /// {@return whether training changes the weights}
  public final boolean isTrainable() {
    return trainable;
  }

  /// Sets whether training changes the weights. Returns this layer.
  public final Layer trainable(boolean value) {
    trainable = value;
    Built state = built;
    if (state != null) {
      release(state);
    }
    return this;
  }

  private void release(Built state) {
    state.own.forEach((weight, learned) -> weight.trainable(trainable && learned));
    state.children.values().forEach(child -> child.trainable(trainable));
  }

  /// {@return the inner layers by the names that Keras' objects have for them; none before the
  /// layer is built}
  public final Map<String, Layer> children() {
    Built state = built;
    return state == null ? Map.of() : new LinkedHashMap<>(state.children);
  }

  /// {@return the layers that it is made of, in order; none before the layer is built}
  public List<Layer> innerLayers() {
    Built state = built;
    return state == null ? List.of() : List.copyOf(state.children.values());
  }

  /// {@return the weights in the order they were declared, those of inner layers last; none before
  /// the layer is built}
  public List<Variable> weights() {
    Built state = built;
    return state == null ? List.of() : state.weights;
  }

  /// {@return the weights of the layer itself, without those of inner layers, as files keep them:
  /// first those that training changes when the layer is trainable, then the others}
  public final List<StoredWeight> storedWeights() {
    Built state = built;
    return state == null ? List.of() : state.stored;
  }

  /// {@return the types of the inputs that the layer was built for; none before}
  final List<TensorType> builtFor() {
    Built state = built;
    return state == null ? List.of() : state.inputs;
  }

  /// {@return whether it is a model, which Keras writes with what it is compiled with; of a model
  /// inside another that is not known here}
  boolean hasCompileConfig() {
    return root().isEmpty();
  }

  /// {@return the shapes that Keras writes beside the layer's configuration, or null for none}
  protected @Nullable Map<String, @Nullable Object> buildConfig() {
    return BuildConfig.of(this);
  }

  /// {@return whether the weights exist}
  public final boolean isBuilt() {
    return built != null;
  }

  /// {@return the output for an input, in inference} Layers that keep states keep the new ones.
  public final Tensor call(Tensor x) {
    return finished(Values.of(x));
  }

  /// {@return the output for an input in this mode, whatever the step that the call is part of is
  /// for (Keras' `training`): a dropout that is told `TRAIN` drops in predictions too, and moving
  /// statistics move} Open tapes record it. On a symbolic tensor of a model graph the call is
  /// recorded with its mode.
  public final Tensor call(Tensor x, Mode mode) {
    return finished(Values.of(x).with(Arguments.NONE.mode(mode)));
  }

  /// {@return the output for several inputs, in inference}
  public final Tensor call(Tensor first, Tensor second, Tensor... more) {
    List<Tensor> inputs = new ArrayList<>(List.of(first, second));
    inputs.addAll(List.of(more));
    return finished(new Values(inputs));
  }

  /// {@return the output for an input, in inference; what [Tensor#then] asks for}
  @Override
  public final Tensor apply(Tensor x) {
    return call(x);
  }

  private Tensor finished(Values in) {
    Call call = Call.infer();
    Tensor y = call(in, call).one();
    if (in.all().stream().noneMatch(x -> x.symbolOf() instanceof TypeTrace)) {
      call.finish();
    }
    return y;
  }

  /// {@return the outputs for these inputs; on symbolic values of a model graph the call is
  /// recorded}
  ///
  /// @throws OperandException if the layer does not take such inputs, naming the layer
  public final Values call(Values in, Call call) {
    for (Tensor x : in.all()) {
      if (x.symbolOf() instanceof LayerTrace trace) {
        return trace.call(this, in, call);
      }
    }
    return computed(in, told(in, call));
  }

  // Types do not depend on the mode; random numbers would need lengths that are not known.
  private Call told(Values in, Call call) {
    Mode mode = in.arguments().mode();
    boolean outlined = in.all().stream().anyMatch(x -> x.symbolOf() instanceof TypeTrace);
    return mode == null || outlined ? call : call.told(mode, seed, this::randomState);
  }

  /// {@return the number of calls that were told to be those of a training step outside one, which
  /// the random numbers of the next follow from, with the seed} A conversion of data that calls a
  /// layer so depends on it; other than the weights, it is no part of what a file keeps.
  public final synchronized Variable randomState() {
    Variable counter = draws;
    if (counter == null) {
      counter = new Variable(Tensor.of(0L));
      draws = counter;
    }
    return counter;
  }

  private Values computed(Values in, Call call) {
    try {
      Built state = builtFor(in.types());
      Outline outline = state.children.isEmpty() ? null : Outline.ofSymbols(in);
      Values known = outline == null ? null : call.outlined(this, outline);
      if (known != null) {
        return known;
      }
      Values given = castsInputs() ? converted(in) : in;
      Values out = state.forward.apply(given, call.inside(name()));
      Numerics numerics = call.numerics();
      if (numerics != null) {
        numerics.checkOutputs(call.inside(name()), given, out);
      }
      penalize(state, call);
      Regularizer ofOutputs = settings.activityRegularizer();
      if (ofOutputs != null) {
        out.all().forEach(y -> call.penalizeActivity(y, ofOutputs));
      }
      Values result =
          passesMask() && in.isMasked() && !out.isMasked() ? out.masked(in.mask(0)) : out;
      if (outline != null) {
        call.outlined(this, outline, result);
      }
      return result;
    } catch (OperandException e) {
      throw located(e, call);
    }
  }

  /// Adds the penalties of the weights, those of inner layers too, to the loss of a step in which
  /// the layer itself is called where the step does not see it, as in a loop.
  final void penalizeWeights(Call call) {
    Built state = built;
    if (state != null) {
      penalize(state, call);
      state.children.values().forEach(child -> child.penalizeWeights(call));
    }
  }

  private static void penalize(Built state, Call call) {
    state.penalties.forEach(call::penalize);
  }

  private OperandException located(OperandException e, Call call) {
    boolean isModel = root().isEmpty() && call.path().isEmpty();
    return e.in(isModel ? "model \"" + name() + "\"" : call.inside(name()).place());
  }

  /// {@return the types of the outputs for inputs of these types; builds the layer}
  public final List<TensorType> types(List<TensorType> inputs, Call call) {
    TypeTrace trace = new TypeTrace();
    List<Tensor> symbols = inputs.stream().map(type -> Tensor.symbolic(type, trace)).toList();
    return Outlining.within(trace, () -> typed(new Values(symbols), call)).types();
  }

  /// {@return symbolic outputs, with masks, for symbolic inputs; a layer that is not built stays
  /// so}
  public final synchronized Values outline(Values in, Call call) {
    TypeTrace trace = new TypeTrace();
    Values symbols = in.map(x -> Tensor.symbolic(x.type(), trace));
    if (isBuilt()) {
      return Outlining.within(trace, () -> typed(symbols, call));
    }
    // Once for all levels of models in models, each of which asks.
    Outline outline = Outline.of(in);
    Values known = outlines.get(outline);
    if (known != null) {
      return known;
    }
    try {
      Values found =
          Outlining.within(
              trace,
              () -> {
                buildInside(root(), seed, true, in.types());
                return typed(symbols, call);
              });
      outlines.put(outline, found);
      return found;
    } catch (OperandException e) {
      throw located(e, call);
    } finally {
      unbuild();
    }
  }

  private void unbuild() {
    Built state = built;
    if (state != null && state.trial) {
      built = null;
      state.children.values().forEach(Layer::unbuild);
    }
  }

  private Values typed(Values symbols, Call call) {
    try {
      return call(symbols, call);
    } catch (TracedValueException _) {
      return new Values(
          typesOfOneSample(symbols.types(), call).stream()
              .map(type -> Tensor.symbolic(type, new TypeTrace()))
              .toList());
    }
  }

  // A layer that looks at elements shows its types only on real ones: a batch of one sample, zeros.
  private List<TensorType> typesOfOneSample(List<TensorType> inputs, Call call) {
    List<Tensor> samples = inputs.stream().map(type -> Tensor.zeros(withBatch(type, 1))).toList();
    Values found =
        Outlining.suspended(() -> Restoring.sample(() -> call(new Values(samples), call)));
    return found.types().stream()
        .map(type -> withBatch(type, inputs.getFirst().shape().dims()[0]))
        .toList();
  }

  private static TensorType withBatch(TensorType type, long samples) {
    return type.withShape(type.shape().withDim(0, samples));
  }

  /// {@return the inputs in the types that the layer computes with: floating-point ones in that of
  /// its policy, unless that is the integers that it makes of them}
  protected Values converted(Values in) {
    DType compute = policy().compute();
    return in.map(x -> x.dtype().isFloating() && compute.isFloating() ? x.cast(compute) : x);
  }

  private Built builtFor(List<TensorType> inputs) {
    Built state = built;
    if (state == null) {
      return build(root(), seed, false, inputs);
    }
    if (buildsAgain() && !inputs.equals(taken)) {
      checkAgain(state, inputs);
      taken = inputs;
    }
    return state;
  }

  // Inputs of other types are taken if they would have made the same weights.
  private void checkAgain(Built state, List<TensorType> inputs) {
    Weights weights = new Weights(root(), seed, policy(), toldPolicy(), true);
    build(inputs, weights);
    if (!shapes(weights.own().keySet()).equals(shapes(state.own.keySet()))) {
      throw new ShapeException(
          "%s: was built for %s; got %s".formatted(standardName(), state.inputs, inputs));
    }
  }

  private static List<Shape> shapes(Collection<Variable> weights) {
    return weights.stream().map(weight -> weight.type().shape()).toList();
  }

  /// Builds the layer inside another, unless it is built.
  ///
  /// @param path its place in the model
  /// @param of what first values follow from
  /// @param trial whether it is unbuilt again at once
  final void buildInside(String path, long of, boolean trial, List<TensorType> inputs) {
    build(path, of, trial, inputs);
  }

  private synchronized Built build(String path, long of, boolean trial, List<TensorType> inputs) {
    Built state = built;
    if (state == null) {
      Restoring.checkTime();
      seed = of;
      policy = declaredPolicy().at(path);
      checkQuantization();
      Weights weights = new Weights(path, of, policy(), toldPolicy(), trial);
      // What stays has values, also where it is built on the way to types.
      Forward forward =
          trial ? declared(inputs, weights) : Outlining.suspended(() -> declared(inputs, weights));
      state =
          new Built(
              inputs,
              weights.own(),
              weights.stored(),
              weights.all(),
              weights.children(),
              weights.penalties(),
              forward,
              trial);
      built = state;
      taken = inputs;
      if (!trial) {
        outlines.clear();
      }
      if (!trainable) {
        release(state);
      }
    }
    return state;
  }

  private Forward declared(List<TensorType> inputs, Weights weights) {
    Forward forward = build(inputs, weights);
    weights.finish();
    return forward;
  }

  /// {@return class and name}
  @Override
  public String toString() {
    return getClass().getSimpleName() + " \"" + name() + "\"";
  }
}
