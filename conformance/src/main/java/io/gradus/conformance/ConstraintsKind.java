package io.gradus.conformance;

import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;

/// A constraint: what becomes of a weight.
final class ConstraintsKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    Constraint constraint = Constraints.TABLE.read(fields.object("object").map());
    checks.equal(
        "result", fields.value("result"), constraint.apply(given.tensor(fields.value("w"))));
  }
}
