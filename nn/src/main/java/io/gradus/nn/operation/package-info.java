/// The functions of `keras.ops` by Keras' names: what a model's configuration names between its
/// layers ([io.gradus.nn.operation.KerasOps]). Depends on `tensor` and on the activations, layers
/// and losses that some of the functions are.
@NullMarked
package io.gradus.nn.operation;

import org.jspecify.annotations.NullMarked;
