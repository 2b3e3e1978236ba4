/// Whole workloads in plain Java, timed as the other libraries' were: [io.gradus.bench.Bench] runs
/// one and prints a line for each result. Depends on every library module.
@NullMarked
package io.gradus.bench;

import org.jspecify.annotations.NullMarked;
