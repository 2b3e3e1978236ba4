package io.gradus.nn.optimizer;

import io.gradus.tensor.Tensor;

/// A piece of an optimizer's state for one variable, as it is declared.
///
/// @param key what the optimizer's rule gets it by
/// @param name the name of the variable that holds it
/// @param initial its first value
public record Slot(String key, String name, Tensor initial) {}
