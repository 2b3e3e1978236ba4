package io.gradus.nn.layer;

import io.gradus.nn.box.AnnotatedImages;

/// A layer that changes images, and what is known of them alike. It has no weights.
public interface AnnotatedImageLayer {
  /// {@return the images, and what is known of them, in a step: to prepare data outside a model}
  ///
  /// @param call the place of the layer in the step, such as [Call#train(long)]
  /// @throws IllegalArgumentException if there are boxes that the layer must move, and it was not
  ///   told their format, or cannot move any
  AnnotatedImages call(AnnotatedImages in, Call call);

  /// {@return the images, and what is known of them, in inference}
  default AnnotatedImages call(AnnotatedImages in) {
    return call(in, Call.infer());
  }

  /// {@return the images, and what is known of them, changed at random as in training. The same
  /// seed gives the same}
  default AnnotatedImages augment(AnnotatedImages in, long seed) {
    return call(in, Call.train(seed));
  }
}
