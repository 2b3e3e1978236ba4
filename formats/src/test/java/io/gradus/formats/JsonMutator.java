package io.gradus.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Changes trees of JSON: numbers become huge, negative or none, parts are doubled, swapped, moved
/// into each other or left out.
final class JsonMutator {
  private static final List<Object> NUMBERS =
      List.of(
          0,
          1,
          2,
          3,
          7,
          -1,
          -2,
          255,
          65_536,
          1_000_000,
          1_000_000_000,
          Integer.MAX_VALUE,
          Integer.MIN_VALUE,
          1L << 31,
          1L << 32,
          1L << 53,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          0.5,
          -0.5,
          1e-300,
          1e30,
          1e308,
          Double.NaN,
          Double.POSITIVE_INFINITY);
  private static final List<String> TEXTS =
      List.of(
          "", "relu", "same", "float64", "int8", "a/b", "\u001b[2J", "x".repeat(5000), "nearest");
  private static final int MOST_COPIES = 300;

  private final SplittableRandom random;

  /// A place in the tree that holds a value.
  private interface Slot {
    @Nullable Object get();

    void set(@Nullable Object value);

    void remove();

    void copy();
  }

  private record Member(Map<String, @Nullable Object> of, String key, SplittableRandom random)
      implements Slot {
    @Override
    public @Nullable Object get() {
      return of.get(key);
    }

    @Override
    public void set(@Nullable Object value) {
      of.put(key, value);
    }

    @Override
    public void remove() {
      of.remove(key);
    }

    @Override
    public void copy() {
      of.put(key + "_1", JsonMutator.copy(of.get(key)));
    }
  }

  private record Element(List<@Nullable Object> of, int at, SplittableRandom random)
      implements Slot {
    @Override
    public @Nullable Object get() {
      return of.get(at);
    }

    @Override
    public void set(@Nullable Object value) {
      of.set(at, value);
    }

    @Override
    public void remove() {
      of.remove(at);
    }

    @Override
    public void copy() {
      int copies = random.nextInt(4) > 0 ? 1 : random.nextInt(MOST_COPIES);
      for (int i = 0; i < copies; i++) {
        of.add(at, JsonMutator.copy(of.get(at)));
      }
    }
  }

  JsonMutator(SplittableRandom random) {
    this.random = random;
  }

  /// {@return the tree, changed in one to three places}
  Map<String, @Nullable Object> changed(Map<String, @Nullable Object> tree) {
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      List<Slot> slots = new ArrayList<>();
      collect(tree, slots);
      if (!slots.isEmpty()) {
        change(slots);
      }
    }
    return tree;
  }

  private void change(List<Slot> slots) {
    Slot slot = slots.get(random.nextInt(slots.size()));
    Slot other = slots.get(random.nextInt(slots.size()));
    switch (random.nextInt(10)) {
      case 0 -> slot.remove();
      case 1 -> slot.copy();
      case 2 -> {
        Object value = copy(slot.get());
        slot.set(copy(other.get()));
        other.set(value);
      }
      case 3 -> other.set(copy(slot.get()));
      case 4 -> slot.set(null);
      case 5 -> {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(slot.get());
        slot.set(list);
      }
      case 6 -> slot.set(TEXTS.get(random.nextInt(TEXTS.size())));
      default -> number(slots);
    }
  }

  // Numbers are where sizes are.
  private void number(List<Slot> slots) {
    List<Slot> numbers = slots.stream().filter(each -> each.get() instanceof Number).toList();
    List<Slot> all = numbers.isEmpty() ? slots : numbers;
    all.get(random.nextInt(all.size())).set(NUMBERS.get(random.nextInt(NUMBERS.size())));
  }

  @SuppressWarnings("unchecked") // as the reader makes them
  private void collect(@Nullable Object value, List<Slot> into) {
    switch (value) {
      case Map<?, ?> map -> {
        for (Object key : map.keySet()) {
          into.add(new Member((Map<String, @Nullable Object>) map, String.valueOf(key), random));
        }
        map.values().forEach(each -> collect(each, into));
      }
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          into.add(new Element((List<@Nullable Object>) list, i, random));
        }
        list.forEach(each -> collect(each, into));
      }
      case null, default -> {}
    }
  }

  private static @Nullable Object copy(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(String.valueOf(key), copy(each)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(each -> copy.add(copy(each)));
        yield copy;
      }
      case null, default -> value;
    };
  }
}
