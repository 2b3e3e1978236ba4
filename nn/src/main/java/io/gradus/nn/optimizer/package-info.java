/// Optimizers: settings that are bound to the variables they update. Depends on `config`.
@NullMarked
package io.gradus.nn.optimizer;

import org.jspecify.annotations.NullMarked;
