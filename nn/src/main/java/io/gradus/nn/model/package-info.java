/// Models: layers with a graph of their calls, and the training loop with `compile`, `fit`,
/// `evaluate` and `predict`. The highest package of the module.
@NullMarked
package io.gradus.nn.model;

import org.jspecify.annotations.NullMarked;
