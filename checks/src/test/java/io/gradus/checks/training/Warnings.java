package io.gradus.checks.training;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What this thread warns of while it does something.
final class Warnings extends Handler {
  private final List<String> messages = new ArrayList<>();
  private final Thread thread = Thread.currentThread();

  private Warnings() {}

  static List<String> of(Runnable task) {
    Logger logger = Logger.getLogger("io.gradus");
    var warnings = new Warnings();
    logger.addHandler(warnings);
    try {
      task.run();
    } finally {
      logger.removeHandler(warnings);
    }
    return warnings.messages;
  }

  @Override
  public void publish(LogRecord record) {
    if (Thread.currentThread().equals(thread)) {
      messages.add(record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
