package io.gradus.nn.layer;

import io.gradus.tensor.Trace;

/// A trace that records calls of layers: a model's graph.
public interface LayerTrace extends Trace {
  /// Records the call of a layer on symbolic values. Returns symbolic outputs.
  Values call(Layer layer, Values in, Call call);
}
