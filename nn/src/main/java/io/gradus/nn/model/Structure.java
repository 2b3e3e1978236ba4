package io.gradus.nn.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a model's inputs or outputs are arranged: one tensor, a list, or tensors by name, which may
/// hold further ones. Flattened, those by name stand in the order of their names, as in Keras.
sealed interface Structure {
  /// One tensor.
  record One() implements Structure {}

  /// Several in order.
  record Several(List<Structure> parts) implements Structure {
    /// Copies the list.
    public Several {
      parts = List.copyOf(parts);
    }
  }

  /// Several by name, in the order in which they were given.
  record Named(Map<String, Structure> parts) implements Structure {
    /// Copies the map.
    public Named {
      parts = new LinkedHashMap<>(parts);
    }

    /// {@return the parts in the order of their names}
    Map<String, Structure> sorted() {
      return new TreeMap<>(parts);
    }
  }

  /// {@return so many in order; one is alone}
  static Structure of(int count) {
    return count == 1 ? new One() : several(count);
  }

  private static Structure several(int count) {
    List<Structure> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new One());
    }
    return new Several(parts);
  }

  /// {@return those by name}
  static Structure named(Iterable<String> names) {
    Map<String, Structure> parts = new LinkedHashMap<>();
    names.forEach(name -> parts.put(name, new One()));
    return new Named(parts);
  }

  /// {@return the arrangement of the places in a configuration}
  ///
  /// @throws IllegalArgumentException if it holds something else
  static Structure of(@Nullable Object places) {
    return switch (places) {
      case List<?> one when Place.isPlace(one) -> new One();
      case List<?> list -> new Several(list.stream().map(Structure::of).toList());
      case Map<?, ?> map -> {
        Map<String, Structure> parts = new LinkedHashMap<>();
        map.forEach((name, part) -> parts.put(String.valueOf(name), of(part)));
        yield new Named(parts);
      }
      case null, default ->
          throw new IllegalArgumentException("expected [layer, call, output], got " + places);
    };
  }

  /// {@return the number of tensors}
  default int count() {
    return switch (this) {
      case One() -> 1;
      case Several(List<Structure> parts) -> parts.stream().mapToInt(Structure::count).sum();
      case Named(Map<String, Structure> parts) ->
          parts.values().stream().mapToInt(Structure::count).sum();
    };
  }

  /// {@return the values that are so arranged, flattened}
  ///
  /// @throws IllegalArgumentException if they are arranged otherwise
  default List<@Nullable Object> flatten(@Nullable Object arranged) {
    return switch (this) {
      case One() -> {
        List<@Nullable Object> one = new ArrayList<>();
        one.add(arranged);
        yield one;
      }
      case Several(List<Structure> parts) -> {
        if (parts.size() == 1 && !(arranged instanceof List<?>)) {
          yield parts.getFirst().flatten(arranged);
        }
        if (!(arranged instanceof List<?> list) || list.size() != parts.size()) {
          throw new IllegalArgumentException(
              "expected a list of %d, got %s".formatted(parts.size(), arranged));
        }
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
          all.addAll(parts.get(i).flatten(list.get(i)));
        }
        yield all;
      }
      case Named named -> {
        if (!(arranged instanceof Map<?, ?> map) || !map.keySet().equals(named.parts.keySet())) {
          throw new IllegalArgumentException(
              "expected %s by name, got %s".formatted(named.parts.keySet(), arranged));
        }
        List<@Nullable Object> all = new ArrayList<>();
        named.sorted().forEach((name, part) -> all.addAll(part.flatten(map.get(name))));
        yield all;
      }
    };
  }

  /// {@return the values, which come flattened, so arranged}
  default Object pack(Iterator<? extends Object> flat) {
    return switch (this) {
      case One() -> flat.next();
      case Several(List<Structure> parts) -> parts.stream().map(part -> part.pack(flat)).toList();
      case Named named -> {
        Map<String, Object> packed = new LinkedHashMap<>();
        named.sorted().forEach((name, part) -> packed.put(name, part.pack(flat)));
        Map<String, Object> given = new LinkedHashMap<>();
        named.parts.keySet().forEach(name -> given.put(name, packed.get(name)));
        yield given;
      }
    };
  }

  /// {@return the names of the tensors, flattened: their own ones, in lists, or those they are
  /// given; parts of parts after the path to them, as in Keras' logs}
  ///
  /// @param own gives the own name of each
  default List<String> names(Function<Integer, String> own) {
    List<String> names = new ArrayList<>();
    collect(this, "", null, own, names);
    return names;
  }

  private static void collect(
      Structure structure,
      String path,
      @Nullable String given,
      Function<Integer, String> own,
      List<String> names) {
    switch (structure) {
      case One() -> names.add(path + (given != null ? given : own.apply(names.size())));
      case Several(List<Structure> parts) -> {
        String inner = given == null ? path : path + given + "/";
        for (int i = 0; i < parts.size(); i++) {
          boolean nested = !(parts.get(i) instanceof One);
          collect(parts.get(i), nested ? inner + i + "/" : inner, null, own, names);
        }
      }
      case Named named -> {
        String inner = given == null ? path : path + given + "/";
        named.sorted().forEach((name, part) -> collect(part, inner, name, own, names));
      }
    }
  }
}
