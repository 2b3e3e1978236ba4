/// Layers: what a model is made of. A [io.gradus.nn.layer.Layer] declares its weights and gives its
/// forward function; a [io.gradus.nn.layer.Call] is the context of one step. Depends on
/// `activation`, `initializer` and `config`.
@NullMarked
package io.gradus.nn.layer;

import org.jspecify.annotations.NullMarked;
