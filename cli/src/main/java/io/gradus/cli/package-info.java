/// The command `gradus`: [io.gradus.cli.Gradus] with a class for each thing it does. Exit codes: 0
/// done, 1 failed, 2 called wrongly. Depends on every library module and on picocli.
@NullMarked
package io.gradus.cli;

import org.jspecify.annotations.NullMarked;
