/// Layers, losses, metrics, optimizers and models, with Keras' names and meaning.
module io.gradus.nn {
  requires static org.jspecify;
  requires transitive io.gradus.data;

  exports io.gradus.nn.activation;
  exports io.gradus.nn.box;
  exports io.gradus.nn.callback;
  exports io.gradus.nn.config;
  exports io.gradus.nn.constraint;
  exports io.gradus.nn.initializer;
  exports io.gradus.nn.layer;
  exports io.gradus.nn.loss;
  exports io.gradus.nn.metric;
  exports io.gradus.nn.model;
  exports io.gradus.nn.operation;
  exports io.gradus.nn.optimizer;
  exports io.gradus.nn.regularizer;
  exports io.gradus.nn.schedule;

  uses io.gradus.nn.layer.LayerProvider;
  uses io.gradus.nn.model.ModelFiles;
}
