/// Layers that prepare what models are given: numbers brought to one scale or into bins, texts and
/// categories turned into numbers, images changed at random while training. Depends on `layer`.
@NullMarked
package io.gradus.preprocessing;

import org.jspecify.annotations.NullMarked;
