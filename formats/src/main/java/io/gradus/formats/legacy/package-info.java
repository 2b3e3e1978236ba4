/// What Keras 1, Keras 2 and tf.keras 2 wrote, brought into the form of Keras 3: configurations
/// ([Architecture], with the rules in [Keras1Layers] and [Keras2Layers]), what a model was compiled
/// with ([Training]), and arrays of layers and optimizers ([LayerArrays], [OptimizerArrays]).
///
/// Configurations are maps, as JSON has them; nothing here reads files.
@NullMarked
package io.gradus.formats.legacy;

import org.jspecify.annotations.NullMarked;
