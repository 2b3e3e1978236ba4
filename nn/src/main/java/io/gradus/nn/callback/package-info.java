/// Callbacks: what looks on while a model trains, and has a say ([EarlyStopping], learning rates,
/// logs). Depends on the model package.
@NullMarked
package io.gradus.nn.callback;

import org.jspecify.annotations.NullMarked;
