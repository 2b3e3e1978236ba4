package io.gradus.nn.model;

import io.gradus.data.Batch;
import io.gradus.data.Dataset;
import io.gradus.nn.config.CustomObjects;
import io.gradus.nn.layer.Call;
import io.gradus.nn.layer.DTypePolicy;
import io.gradus.nn.layer.Layer;
import io.gradus.nn.layer.Values;
import io.gradus.nn.loss.Loss;
import io.gradus.nn.metric.Metric;
import io.gradus.nn.optimizer.BoundOptimizer;
import io.gradus.nn.optimizer.Optimizer;
import io.gradus.tensor.GradientTape;
import io.gradus.tensor.Graph;
import io.gradus.tensor.Operand;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.TracedValueException;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A layer that can be trained, evaluated and asked for predictions (`keras.Model`). Steps are
/// recorded once for each type of input and then run as programs. Any number of threads may call
/// `predict`, also while one trains: each batch sees the weights as they are between two steps.
/// Only one at a time may train, compile or evaluate: an [IllegalStateException] otherwise, which
/// says who does.
public abstract class Model extends DataModel {
  private static final System.Logger LOG = System.getLogger("io.gradus");
  private static final String PREDICT = "predict, which no tape records; model.call(x) is recorded";
  private static final int MOST_SIGNATURES = 1024;

  private final Programs programs = new Programs();
  private final TrainingLock lock = new TrainingLock();
  private final Map<List<TensorType>, List<TensorType>> signatures = new ConcurrentHashMap<>();
  private @Nullable Trainer trainer;

  /// A model with these settings.
  protected Model(Settings settings) {
    super(settings);
  }

  /// {@return the layers, in the order they were added}
  public abstract List<Layer> layers();

  @Override
  public final List<Layer> innerLayers() {
    return layers();
  }

  /// {@return the types of the outputs for inputs of these types; builds the model}
  final List<TensorType> outputTypes(List<TensorType> inputs) {
    List<TensorType> known = signatures.get(inputs);
    if (known == null) {
      // Threads that find some at the same time, or after all are forgotten, lose nothing but time.
      known = types(inputs, Call.infer());
      if (signatures.size() >= MOST_SIGNATURES) {
        signatures.clear();
      }
      signatures.put(inputs, known);
    }
    return known;
  }

  /// Sets the seed that first weights, the order of samples and dropout follow from; without one
  /// each model has its own. Returns this model.
  ///
  /// @throws IllegalStateException if the model is built, since its weights exist then
  public Model seed(long value) {
    setSeed(value);
    return this;
  }

  /// Goes on with the seed of an earlier run, whose weights the model has been given.
  final void restoreSeed(long value) {
    programs.clear();
    continueSeed(value);
  }

  /// Sets the types that its layers compute in and keep their weights in, unless they were told
  /// their own: see [Layer#policy(DTypePolicy)]. What the model is compiled with stays, with a
  /// scaled loss for `mixed_float16`. Symbolic tensors of calls made before, such as those of
  /// [#outputs()], keep the types they had. Returns this model.
  ///
  /// @throws IllegalStateException if the model is built
  @Override
  public final synchronized Model policy(DTypePolicy changed) {
    super.policy(changed);
    Trainer compiled = trainer;
    if (compiled != null) {
      compile(compiled.compilation());
    }
    return this;
  }

  @Override
  public final Model policy(String name) {
    return policy(DTypePolicy.of(name));
  }

  @Override
  protected final String root() {
    return "";
  }

  /// {@return the graph of calls, or null before the model is built and for a model without one}
  @Nullable ModelGraph graph() {
    return null;
  }

  final Programs programs() {
    return programs;
  }

  /// {@return the weights in the order of the layers; a model that knows its inputs is built for
  /// it}
  @Override
  public final List<Variable> weights() {
    buildIfKnown();
    return presentWeights();
  }

  // A model inside waits for the one around it, which gives names and seed.
  private List<Variable> presentWeights() {
    Set<Variable> weights = new LinkedHashSet<>();
    for (Layer layer : layers()) {
      weights.addAll(layer instanceof Model inner ? inner.presentWeights() : layer.weights());
    }
    return List.copyOf(weights);
  }

  /// {@return the weights that training changes}
  public final List<Variable> trainableWeights() {
    return weights().stream().filter(Variable::isTrainable).toList();
  }

  /// {@return the number of elements of all weights}
  public final long countParameters() {
    return weights().stream().mapToLong(Variable::size).sum();
  }

  /// {@return the symbolic inputs of the model's graph (`keras.Model.inputs`), with which and inner
  /// outputs a new [Functional] model can be made of the same layers}
  ///
  /// @throws IllegalStateException if the model has no graph: it is not built, or a class of one's
  ///   own
  public final List<Tensor> inputs() {
    return knownGraph("inputs").inputs();
  }

  /// {@return the symbolic outputs of the model's graph (`keras.Model.outputs`)}
  ///
  /// @throws IllegalStateException if the model has no graph: it is not built, or a class of one's
  ///   own
  public final List<Tensor> outputs() {
    return knownGraph("outputs").outputs().all();
  }

  /// {@return the symbolic output of a layer in the model's graph (Keras' `layer.output`)}
  ///
  /// ```java
  /// var features = new Functional(model.inputs(), List.of(model.output("pooling")));
  /// ```
  ///
  /// @throws IllegalArgumentException if there is no such layer, or it is called more than once or
  ///   has several outputs
  /// @throws IllegalStateException if the model has no graph: it is not built, or a class of one's
  ///   own
  public final Tensor output(String layer) {
    Layer wanted = layer(layer);
    List<ModelNode> calls =
        knownGraph("output").nodes().stream().filter(node -> node.caller().equals(wanted)).toList();
    if (calls.size() != 1 || calls.getFirst().out().all().size() != 1) {
      throw new IllegalArgumentException(
          "output: layer \"%s\" is called %d times, with %s; take the tensors of its calls"
              .formatted(
                  layer, calls.size(), calls.stream().map(node -> node.out().types()).toList()));
    }
    return calls.getFirst().out().one();
  }

  private ModelGraph knownGraph(String operation) {
    buildIfKnown();
    ModelGraph known = graph();
    if (known == null) {
      throw new IllegalStateException(
          operation + ": the model has no graph; build it first, and a class of your own has none");
    }
    return known;
  }

  /// {@return the layer of this name}
  ///
  /// @throws IllegalArgumentException if there is none, listing those there are
  public final Layer layer(String name) {
    return layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "model: no layer \"%s\"; there are %s"
                    .formatted(name, layers().stream().map(Layer::name).toList())));
  }

  /// {@return the names of the inputs, by which a [Dataset] may bring them; none where the inputs
  /// have no names}
  public List<String> inputNames() {
    return List.of();
  }

  /// {@return the names of the outputs, which losses and metrics of several outputs have in logs;
  /// none where the outputs have no names: they count as `output_0`, `output_1`, … there}
  public List<String> outputNames() {
    return List.of();
  }

  final Dataset arranged(Dataset data) {
    return data.arranged(inputNames(), outputNames());
  }

  /// Chooses how to train (`keras.Model.compile`): every output for this loss. A model with one
  /// output gets all the metrics; one with several gets none or one for each output.
  public final void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    compile(fitting(Compilation.of(optimizer, loss, metrics)));
  }

  /// Chooses how to train each output: an objective for each, in their order or by their names.
  /// Without objectives the loss is what layers add, or what the model's own [#trainStep] says.
  ///
  /// @throws IllegalArgumentException if some objectives name their output and others do not, or
  ///   the model knows its outputs, and they are others
  public final void compile(Optimizer optimizer, Objective... objectives) {
    compile(fitting(Compilation.of(optimizer, objectives)));
  }

  // What a file says is looked at only when it is used, as in Keras.
  private Compilation fitting(Compilation compilation) {
    List<String> names = outputNames();
    if (!names.isEmpty()) {
      compilation.forOutputs(names, names.size());
    }
    return compilation;
  }

  /// Chooses how to train, with a state of its own: what another model was compiled with, or a file
  /// tells. As in Keras, the loss of a model whose policy is `mixed_float16` is scaled: its
  /// optimizer goes into a [io.gradus.nn.optimizer.LossScaleOptimizer] unless it is one.
  public final void compile(Compilation compilation) {
    try (var _ = lock.take(this, "compile")) {
      programs.clear();
      trainer = new Trainer(this, compilation.scaledFor(policy()));
    }
  }

  /// {@return what the model was compiled with, or null if it was not}
  public final @Nullable Compilation compilation() {
    Trainer compiled = trainer;
    return compiled == null ? null : compiled.compilation();
  }

  /// Chooses how to train, by Keras' names: `compile("rmsprop", "sparse_categorical_crossentropy",
  /// "accuracy")`.
  ///
  /// @throws IllegalArgumentException if a name is unknown, listing the nearest
  public final void compile(String optimizer, String loss, String... metrics) {
    compile(Optimizer.of(optimizer), loss, metrics);
  }

  /// Chooses how to train: an optimizer with its settings, loss and metrics by Keras' names.
  ///
  /// @throws IllegalArgumentException if a name is unknown, listing the nearest
  public final void compile(Optimizer optimizer, String loss, String... metrics) {
    Metric[] made = Arrays.stream(metrics).map(Metric::of).toArray(Metric[]::new);
    compile(optimizer, Loss.of(loss), made);
  }

  private Trainer trainer(String operation) {
    Trainer compiled = trainer;
    if (compiled == null) {
      throw new IllegalStateException(operation + ": the model must be compiled first");
    }
    return compiled;
  }

  /// Runs every step in plain Java rather than as a recorded program, for debugging. The results
  /// are the same to the bit. Returns this model.
  public final Model runEagerly(boolean value) {
    programs.runEagerly(value);
    return this;
  }

  /// Looks at the output of each layer and at the gradient of each weight in training steps, which
  /// then run in plain Java: the first line that `fit` says about NaN or an infinite number names
  /// what had some first, forwards and then backwards. `trainOnBatch` logs it as a warning. Costs
  /// nothing when it is off, as it is at first. Gradients of a scaled loss
  /// ([io.gradus.nn.optimizer.LossScaleOptimizer]) are not looked at: they are meant to overflow.
  /// Returns this model.
  public final Model debugNumerics(boolean value) {
    programs.debugNumerics(value);
    return this;
  }

  /// {@return the optimizer with its state; the model must be compiled and built}
  public final BoundOptimizer optimizer() {
    return trainer("optimizer").optimizer();
  }

  /// What a training step does (`keras.Model.train_step`): outputs, loss, what is measured,
  /// gradients, new weights. A subclass may do something else. The step runs as a recorded program.
  protected void trainStep(TrainingStep step) {
    Values outputs = step.forward();
    Tensor loss = step.loss(outputs);
    step.measure(outputs, loss);
    step.backward(loss);
  }

  /// What a step of an evaluation does (`keras.Model.test_step`): outputs, loss, what is measured.
  protected void testStep(TrainingStep step) {
    Values outputs = step.forward();
    step.measure(outputs, step.loss(outputs));
  }

  /// {@return the loss that training makes small (`keras.Model.compute_loss`): the weighted sum of
  /// the losses given to `compile`, and what layers add}
  ///
  /// @throws IllegalArgumentException if there is neither
  protected Tensor computeLoss(TrainingStep step, Values outputs) {
    return step.compiledLoss(outputs);
  }

  /// {@return the predictions for inputs (`keras.Model.predict_step`): by default the outputs}
  /// Stateful layers keep their new states.
  protected Values predictStep(Values inputs) {
    Call call = Call.infer();
    Values outputs = call(inputs, call);
    call.finish();
    return outputs;
  }

  /// {@return metrics that the model's own steps update, beside those given to `compile`; they are
  /// reset and reported with them, under their names} Asked once, after `compile`.
  protected List<Metric> metrics() {
    return List.of();
  }

  @Override
  final History fit(Fit fit, Function<Model, FitData> data) {
    try (var _ = lock.take(this, "fit")) {
      Trainer compiled = trainer("fit");
      return new FitLoop(this, compiled, data.apply(this), fit).run();
    }
  }

  /// Does one training step on samples `x` with targets `y`. Returns loss and metrics since the
  /// last reset.
  public final Map<String, Double> trainOnBatch(Operand x, Operand y) {
    return trainOnBatch(Batch.of(x, y));
  }

  /// Does one training step. Returns loss and metrics since the last reset.
  public final Map<String, Double> trainOnBatch(Batch batch) {
    try (var _ = lock.take(this, "trainOnBatch")) {
      Trainer compiled = trainer("trainOnBatch");
      compiled.train("trainOnBatch", batch);
      String bad = compiled.firstBad();
      if (bad != null) {
        LOG.log(Level.WARNING, "trainOnBatch: {0}", bad);
      }
      return compiled.results("");
    }
  }

  /// {@return loss and metrics since the last reset, with samples `x` and targets `y` taken in}
  public final Map<String, Double> testOnBatch(Operand x, Operand y) {
    return testOnBatch(Batch.of(x, y));
  }

  /// {@return loss and metrics since the last reset, with the batch taken in}
  public final Map<String, Double> testOnBatch(Batch batch) {
    try (var _ = lock.join(this, "testOnBatch")) {
      Trainer compiled = trainer("testOnBatch");
      compiled.test("testOnBatch", batch);
      return compiled.results("");
    }
  }

  /// Forgets what loss and metrics have measured, as `fit` and `evaluate` do when they begin.
  public final void resetMetrics() {
    try (var _ = lock.join(this, "resetMetrics")) {
      trainer("resetMetrics").reset();
    }
  }

  @Override
  final Map<String, Double> evaluate(BatchSource data, long steps) {
    try (var hold = lock.join(this, "evaluate")) {
      return trainer("evaluate").evaluate(data, steps, hold.isNested());
    }
  }

  @Override
  final BatchSource stored(String operation, Dataset data, int batchSize) {
    if (data.size() == 0) {
      throw new IllegalArgumentException(operation + ": the data has no samples");
    }
    return new StoredBatches(this, arranged(data), batchSize, false);
  }

  @Override
  final BatchSource streamed(BatchStream batches) {
    return new StreamedBatches(batches.arranged(this));
  }

  /// Checks that this thread may change the model: that no other one trains or evaluates it.
  ///
  /// @param operation what the thread is about to do, for the message
  /// @throws IllegalStateException if another thread does, naming it and the method
  public final void checkUnused(String operation) {
    lock.join(this, operation).close();
  }

  @Override
  final List<Tensor> predictAll(BatchSource data, long samples, long steps) {
    return GradientTape.apart(
        PREDICT,
        () -> Predictions.of(data, samples, steps, batch -> predictOnBatch(batch.inputs())));
  }

  /// {@return the prediction of each output by its name, for samples by the names of the inputs,
  /// computed 32 at a time}
  ///
  /// @throws IllegalArgumentException if the inputs have other names or none, or two outputs have
  ///   the same
  public final Map<String, Tensor> predict(Map<String, ? extends Operand> x) {
    List<String> names = outputNames();
    if (inputNames().isEmpty() || names.isEmpty()) {
      throw new IllegalArgumentException(
          "predict: the model's inputs have no names; give them in their order: predictAll");
    }
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "predict: outputs by name need names that differ; got " + names);
    }
    List<Tensor> all = predictAll(Dataset.of(x, Map.of()), BATCH);
    Map<String, Tensor> predictions = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      predictions.put(names.get(i), all.get(i));
    }
    return predictions;
  }

  /// {@return the prediction for one batch}
  ///
  /// @throws IllegalArgumentException if the model has several outputs
  public final Tensor predictOnBatch(Operand x) {
    return only(predictOnBatch(List.of(x.value())));
  }

  /// {@return the prediction of each output for one batch, a tensor for each input}
  public final List<Tensor> predictOnBatch(List<Tensor> inputs) {
    outputTypes(Programs.types(inputs));
    return GradientTape.apart(
        PREDICT,
        () ->
            programs.run(
                "predict",
                this,
                Programs.Kind.PREDICT,
                inputs,
                List.of(),
                in -> predictStep(new Values(in)).all()));
  }

  /// {@return what a prediction for so many samples runs, as a table: operations, where results
  /// live, bytes, FLOPs, buffers; see [io.gradus.tensor.Program#explain]}
  ///
  /// @throws IllegalArgumentException if the model does not know what it is given, or a length of
  ///   that other than the batch's
  /// @throws TracedValueException if the model reads elements and so cannot be recorded
  public final String explain(long batchSize) {
    List<TensorType> types = inputTypes(batchSize);
    if (types.isEmpty()) {
      throw new IllegalArgumentException(
          "explain: the model does not know the lengths of its inputs; give it an Input");
    }
    List<Tensor> inputs = types.stream().map(type -> Tensor.zeros(type)).toList();
    outputTypes(types);
    return programs.explain(
        this, Programs.Kind.PREDICT, inputs, List.of(), in -> predictStep(new Values(in)).all());
  }

  /// {@return what a training step on such a batch runs, as the same table; nothing is trained}
  ///
  /// @throws IllegalStateException if the model is not compiled
  /// @throws TracedValueException if the step reads elements and so cannot be recorded
  public final String explain(Batch batch) {
    return trainer("explain").explain(batch);
  }

  /// {@return the multiplications and additions of products and convolutions that a prediction for
  /// one sample takes, counted in the recorded program; 0 if the model has not seen yet what it is
  /// given, or a length other than the batch's is unknown}
  public final long flops() {
    List<TensorType> one = isBuilt() ? inputTypes(1) : List.of();
    if (one.isEmpty()) {
      return 0;
    }
    Graph program;
    try {
      program = Graph.trace(in -> call(new Values(in), Call.infer()).all(), one);
    } catch (TracedValueException _) {
      return 0;
    }
    return program.steps().stream()
        .mapToLong(
            step -> step.op().flops(types(program, step.inputs()), types(program, step.outputs())))
        .sum();
  }

  /// {@return the types of the inputs for so many samples; none if the model has not seen yet what
  /// it is given, or a length other than the batch's is unknown}
  private List<TensorType> inputTypes(long batchSize) {
    ModelGraph known = graph();
    if (known == null) {
      return List.of();
    }
    List<TensorType> types = new ArrayList<>();
    for (TensorType type : known.inputTypes()) {
      Shape shape = type.shape();
      types.add(shape.rank() == 0 ? type : type.withShape(shape.withDim(0, batchSize)));
    }
    return types.stream().allMatch(type -> type.shape().isKnown()) ? types : List.of();
  }

  private static List<TensorType> types(Graph program, List<Integer> values) {
    return values.stream().map(program.types()::get).toList();
  }

  /// Builds the model if it knows what it is given.
  void buildIfKnown() {}

  /// Writes the model to a file that ends in `.keras`, as a whole or not at all: configuration,
  /// weights, and if it is compiled, how, with the optimizer's state. Keras opens it. A loss,
  /// metric or optimizer of a class without a schema is left out, and one line says so.
  ///
  /// @throws IllegalStateException if the model is not built, and does not know what it is given
  /// @throws IllegalArgumentException if a layer is of a class without a schema, or the name has
  ///   another ending
  public final void save(Path file) throws IOException {
    buildIfKnown();
    ModelFiles files = ModelFiles.installed();
    List<String> unsaved = files.check(this, file);
    if (!unsaved.isEmpty()) {
      LOG.log(Level.WARNING, "{0} is without {1}", file, String.join(", ", unsaved));
    }
    files.write(this, file);
  }

  /// Writes the weights alone, to a file that ends in `.weights.h5`, as a whole or not at all.
  ///
  /// @throws IllegalStateException if the model is not built, and does not know what it is given
  /// @throws IllegalArgumentException if the name has another ending
  public final void saveWeights(Path file) throws IOException {
    buildIfKnown();
    ModelFiles.installed().writeWeights(this, file);
  }

  /// {@return the model in a `.keras` file, or in the `.h5` files of earlier versions of Keras,
  /// compiled as it was, with the optimizer's state}
  ///
  /// @throws IOException if the file holds no model that is known here, saying where and why
  public static Model load(Path file) throws IOException {
    return load(file, LoadOptions.DEFAULT);
  }

  /// {@return the model in a file that names classes or functions of one's own}
  ///
  /// @throws IOException if the file holds no model that is known here, saying where and why
  public static Model load(Path file, CustomObjects custom) throws IOException {
    return load(file, LoadOptions.DEFAULT.custom(custom));
  }

  /// {@return the model in a file, read as the options say}
  ///
  /// @throws IOException if the file holds no model that is known here, saying where and why
  public static Model load(Path file, LoadOptions options) throws IOException {
    return ModelFiles.installed().read(file, options);
  }

  /// Gives the model the weights in a file: `.weights.h5`, `.weights.json` with the files beside
  /// it, `.keras`, or the `.h5` files of earlier versions. If they do not fit, nothing is changed.
  ///
  /// @throws IllegalStateException if the model is not built and does not know what it is given, or
  ///   a thread trains it
  /// @throws IOException if the file has not the weights of such a model
  public final void loadWeights(Path file) throws IOException {
    loadWeights(file, LoadOptions.DEFAULT);
  }

  /// Gives the model the weights in a file, read as the options say.
  ///
  /// @throws IllegalStateException if the model is not built and does not know what it is given, or
  ///   a thread trains it
  /// @throws IOException if the file has not the weights of such a model
  public final void loadWeights(Path file, LoadOptions options) throws IOException {
    buildIfKnown();
    ModelFiles.installed().readWeights(this, file, options);
  }

  /// {@return a table of the layers with their output shapes and numbers of parameters, and below
  /// it the memory they take, as Keras prints it; a model with branches shows what each layer is
  /// connected to}
  public final String summary() {
    return summary(false);
  }

  /// {@return the same table, with the layers of nested models under them if asked for}
  public final String summary(boolean expandNested) {
    Trainer compiled = trainer;
    return Summary.of(this, compiled == null ? null : compiled.optimizerOrNull(), expandNested);
  }
}
