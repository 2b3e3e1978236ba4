/// Learning rates: a number, or a schedule that computes it from the number of the step. Depends on
/// `config`.
@NullMarked
package io.gradus.nn.schedule;

import org.jspecify.annotations.NullMarked;
