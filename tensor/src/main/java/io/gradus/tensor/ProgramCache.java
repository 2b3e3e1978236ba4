package io.gradus.tensor;

import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.SpinLock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Programs by what they were recorded for, such as the types of their inputs. A program is
/// recorded when it is first asked for, by one thread, while others run those that are there.
/// Together the programs and the buffers that they keep between runs stay within a number of bytes:
/// first the buffers of those that have not run for longest go, which the next run of such a
/// program allocates again, then the programs, which are recorded again.
///
/// @param <K> what programs are recorded for
public final class ProgramCache<K> {
  /// The part of the memory that may be programs; the rest may be buffers.
  private static final int PROGRAMS_SHARE = 4;

  /// The part of the heap that the programs of one cache take by default.
  private static final int HEAP_SHARE = 8;

  private final SpinLock lock = new SpinLock();
  private final long most;
  private final IdleArenas idle;
  private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private static final class Entry {
    private volatile @Nullable Program program;
  }

  /// Programs that keep an eighth of the heap at most.
  public ProgramCache() {
    this(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /// Programs that keep so many bytes at most, but always the last one and its buffers.
  public ProgramCache(long bytes) {
    this.most = bytes;
    this.idle = new IdleArenas(bytes - bytes / PROGRAMS_SHARE);
  }

  /// {@return the program for a key, made of this graph if it is not there}
  public Program get(K key, Device device, Supplier<Graph> graph) {
    Entry entry;
    lock.lock();
    try {
      entry = entries.computeIfAbsent(key, _ -> new Entry());
    } finally {
      lock.unlock();
    }
    Program program = entry.program;
    return program != null ? program : made(key, entry, device, graph);
  }

  private Program made(K key, Entry entry, Device device, Supplier<Graph> graph) {
    synchronized (entry) {
      Program program = entry.program;
      if (program == null) {
        try {
          program = new Program(graph.get(), device, idle);
        } catch (RuntimeException | Error e) {
          lock.lock();
          try {
            entries.remove(key, entry);
          } finally {
            lock.unlock();
          }
          throw e;
        }
        entry.program = program;
        added(key, entry, program);
      }
      return program;
    }
  }

  private void added(K key, Entry added, Program program) {
    lock.lock();
    try {
      if (entries.get(key) != added) {
        return;
      }
      bytes += program.planBytes();
      Iterator<Entry> oldest = entries.values().iterator();
      while (bytes > most / PROGRAMS_SHARE && oldest.hasNext()) {
        Entry next = oldest.next();
        Program leaving = next.program;
        if (leaving != null && next != added) {
          oldest.remove();
          bytes -= leaving.planBytes();
          idle.forget(leaving);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// {@return the program for a key, or null if it is not there}
  public @Nullable Program find(K key) {
    lock.lock();
    try {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.program;
    } finally {
      lock.unlock();
    }
  }

  /// Forgets all programs.
  public void clear() {
    lock.lock();
    try {
      for (Entry entry : entries.values()) {
        Program program = entry.program;
        if (program != null) {
          idle.forget(program);
        }
      }
      entries.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /// {@return how many programs there are and the bytes that they and their idle buffers take, as a
  /// line of text}
  public String explain() {
    lock.lock();
    try {
      return String.format(
          Locale.ROOT,
          "cache: %,d programs, %,d bytes, and %,d bytes of idle buffers; at most %,d bytes",
          entries.size(),
          bytes,
          idle.bytes(),
          most);
    } finally {
      lock.unlock();
    }
  }
}
