package io.gradus.nn.config;

import org.jspecify.annotations.Nullable;

/// A key of a configuration.
///
/// @param <V> the type of its value
/// @param name the key as Keras writes it, such as `use_bias`
/// @param codec how the value is written
public record ConfigKey<V extends @Nullable Object>(String name, Codec<V> codec) {}
