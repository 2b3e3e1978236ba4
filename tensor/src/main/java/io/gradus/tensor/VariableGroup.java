package io.gradus.tensor;

import io.gradus.tensor.kernel.SpinLock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Variables that programs use together, so that one lock makes them one consistent set: those of a
/// model, and of others that share some of them. Groups merge when a program is made and never
/// part.
final class VariableGroup {
  private static final SpinLock MERGING = new SpinLock();

  private final SpinLock lock = new SpinLock();
  private final List<Thread> waiting = new ArrayList<>();
  private volatile @Nullable VariableGroup into;

  /// Makes the variables one group.
  static void merge(List<Variable> variables) {
    MERGING.lock();
    try {
      VariableGroup first = null;
      for (Variable variable : variables) {
        VariableGroup root = variable.group.root();
        if (first == null) {
          first = root;
        } else if (root != first) {
          root.lock.lock();
          root.into = first;
          root.waiting.forEach(LockSupport::unpark);
          root.waiting.clear();
          root.lock.unlock();
        }
        variable.group = first;
      }
    } finally {
      MERGING.unlock();
    }
  }

  private VariableGroup root() {
    VariableGroup root = this;
    for (VariableGroup next = root.into; next != null; next = root.into) {
      root = next;
    }
    return root;
  }

  /// {@return the group of a variable, locked}
  static VariableGroup lock(Variable variable) {
    while (true) {
      VariableGroup root = variable.group.root();
      root.lock.lock();
      if (root.into == null) {
        return root;
      }
      root.lock.unlock();
    }
  }

  /// {@return the group of variables, locked, when nobody overwrites any of them}
  static VariableGroup lockUnclaimed(List<Variable> variables) {
    boolean interrupted = false;
    VariableGroup group = lock(variables.getFirst());
    while (isAnyClaimed(variables)) {
      group.waiting.add(Thread.currentThread());
      group.unlock();
      LockSupport.park(group);
      interrupted |= Thread.interrupted();
      group = lock(variables.getFirst());
      group.waiting.remove(Thread.currentThread());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return group;
  }

  private static boolean isAnyClaimed(List<Variable> variables) {
    for (Variable variable : variables) {
      if (variable.isClaimed()) {
        return true;
      }
    }
    return false;
  }

  void unlock() {
    lock.unlock();
  }

  /// Lets go those that wait until nobody overwrites a variable; the lock is held.
  void wakeWaiting() {
    waiting.forEach(LockSupport::unpark);
  }
}
