import module io.gradus;

/// A layer of one's own, `y = x·w` with as many weights as features, which is saved and loaded with
/// its setting.
void main() throws IOException {
  Tensor x = Rng.of(1).uniform(-1, 1, 256, 4);
  Tensor y = x.mul(Tensor.of(1f, -2f, 3f, 0f)).sum(-1);
  var model = new Sequential(new Scaling(0.5), new Dense(1));
  model.seed(1);
  model.compile(new Adam(0.05), "mse");
  model.fit(x, y, Fit.epochs(20).quiet());
  IO.println("loss: " + model.evaluate(x, y).get("loss"));

  Path file = Files.createTempDirectory("own").resolve("model.keras");
  model.save(file);
  Model loaded = Model.load(file, CustomObjects.of(Scaling.SCHEMA));
  IO.println("the same: " + loaded.predict(x).sub(model.predict(x)).abs().max());
}

static final class Scaling extends Layer {
  static final ConfigKey<Double> FIRST = new ConfigKey<>("first", Codec.NUMBER);
  static final Schema<Scaling> SCHEMA =
      Layer.<Scaling>schemaOf("Scaling")
          .required(FIRST, layer -> layer.first)
          .build(config -> new Scaling(settings(config), config.get(FIRST)));
  final double first;

  Scaling(double first) {
    this(Settings.DEFAULT, first);
  }

  Scaling(Settings settings, double first) {
    super(settings);
    this.first = first;
  }

  @Override
  public Schema<Scaling> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    Shape features = Shape.of(inputs.getFirst().shape().dim(-1));
    Variable w = weights.add("w", features, new Constant(first));
    return Forward.single((x, _) -> x.mul(w));
  }
}
