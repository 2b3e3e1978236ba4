/// Contracts for operations: describe one as an [io.gradus.testkit.OpCase] and hand it to the
/// methods of [io.gradus.testkit.OpContract]. Depends on the tensor module and no test library.
@NullMarked
package io.gradus.testkit;

import org.jspecify.annotations.NullMarked;
