package io.gradus.tensor;

import io.gradus.tensor.kernel.SpinLock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arenas that no run has at the moment, of several programs: of each program no more than
/// there are processors, and of all together no more bytes than allowed; those of the program that
/// has not run for longest leave first. The last arena that came stays in any case.
final class IdleArenas {
  private static final int MOST_OF_ONE = Runtime.getRuntime().availableProcessors();

  private final SpinLock lock = new SpinLock();
  private final long most;
  private final Map<Program, Deque<Arena>> arenas = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  IdleArenas(long most) {
    this.most = most;
  }

  @Nullable Arena take(Program program) {
    lock.lock();
    try {
      Deque<Arena> of = arenas.get(program);
      Arena arena = of == null ? null : of.poll();
      bytes -= arena == null ? 0 : program.arenaBytes();
      return arena;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(Program program, Arena arena) {
    lock.lock();
    try {
      Deque<Arena> of = arenas.computeIfAbsent(program, _ -> new ArrayDeque<>());
      if (of.size() == MOST_OF_ONE) {
        return;
      }
      of.push(arena);
      bytes += program.arenaBytes();
      Iterator<Map.Entry<Program, Deque<Arena>>> oldest = arenas.entrySet().iterator();
      while (bytes > most) {
        Map.Entry<Program, Deque<Arena>> next = oldest.next();
        boolean newest = next.getKey() == program;
        while (bytes > most && next.getValue().size() > (newest ? 1 : 0)) {
          next.getValue().removeLast();
          bytes -= next.getKey().arenaBytes();
        }
        if (newest) {
          return;
        }
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Forgets the arenas of a program; those that runs have may still come back.
  void forget(Program program) {
    lock.lock();
    try {
      Deque<Arena> of = arenas.remove(program);
      bytes -= of == null ? 0 : of.size() * program.arenaBytes();
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }
}
