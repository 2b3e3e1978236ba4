package io.gradus.conformance;

import io.gradus.nn.schedule.Schedule;
import io.gradus.nn.schedule.Schedules;

/// A schedule: the learning rate of each step.
final class SchedulesKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    Fields fields = given.fields();
    Schedule schedule = Schedules.TABLE.read(fields.object("object").map());
    checks.equal(
        "values", fields.value("values"), schedule.rate(given.tensor(fields.value("steps"))));
  }
}
