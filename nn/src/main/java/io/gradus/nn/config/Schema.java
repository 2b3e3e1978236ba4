package io.gradus.nn.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The configuration of a class: its name in Keras, its keys with their defaults, and the
/// constructor.
///
/// @param <T> the class
public final class Schema<T> {
  private final String className;
  private final List<String> aliases;
  private final List<Entry<T, ?>> entries;
  private final Map<String, @Nullable Object> absent;
  private final Set<String> ignored;
  private final Function<Config, T> constructor;
  private final boolean saved;

  private enum Written {
    ALWAYS,
    IF_CHANGED,
    NEVER
  }

  private record Entry<T, V extends @Nullable Object>(
      ConfigKey<V> key,
      Function<T, V> accessor,
      boolean required,
      @Nullable V standard,
      Written written,
      Function<V, @Nullable Object> form) {
    Entry(
        ConfigKey<V> key,
        Function<T, V> accessor,
        boolean required,
        @Nullable V standard,
        Written written) {
      this(key, accessor, required, standard, written, key.codec().write());
    }

    @Nullable Object write(T object) {
      return form.apply(accessor.apply(object));
    }

    Entry<T, V> unwritten() {
      return new Entry<>(key, accessor, required, standard, Written.IF_CHANGED, form);
    }

    Entry<T, V> written(Codec<V> codec) {
      return new Entry<>(key, accessor, required, standard, written, codec.write());
    }

    boolean isWritten(T object) {
      return switch (written) {
        case ALWAYS -> true;
        case IF_CHANGED -> !Objects.equals(accessor.apply(object), standard);
        case NEVER -> false;
      };
    }
  }

  private Schema(Builder<T> builder, Function<Config, T> constructor) {
    this.className = builder.className;
    this.aliases = List.copyOf(builder.aliases);
    this.entries = List.copyOf(builder.entries);
    this.absent = new LinkedHashMap<>(builder.absent);
    this.ignored = Set.copyOf(builder.ignored);
    this.constructor = constructor;
    this.saved = builder.saved;
  }

  /// {@return the schema of a class that has none: it has a name, and neither reads nor writes}
  static <T> Schema<T> none(Class<? extends T> type) {
    String name = type.getSimpleName();
    return Schema.<T>of(name.isEmpty() || type.isHidden() ? "Lambda" : name)
        .unsaved()
        .build(_ -> {
          throw new UnsupportedConfigException(name + " has no schema");
        });
  }

  /// {@return a builder for the class that Keras calls `className`}
  public static <T> Builder<T> of(String className) {
    return new Builder<>(className);
  }

  /// Collects the keys of a schema.
  ///
  /// @param <T> the class
  public static final class Builder<T> {
    private final String className;
    private final List<String> aliases = new ArrayList<>();
    private final List<Entry<T, ?>> entries = new ArrayList<>();
    private final Map<String, @Nullable Object> absent = new LinkedHashMap<>();
    private final Set<String> ignored = new HashSet<>();
    private boolean saved = true;

    private Builder(String className) {
      this.className = className;
    }

    /// Adds another name by which files call the class, such as Keras' `.h5`, which have the Python
    /// class's. Returns this.
    public Builder<T> alias(String name) {
      aliases.add(name);
      return this;
    }

    /// Adds a key that must be there. Returns this.
    public <V extends @Nullable Object> Builder<T> required(
        ConfigKey<V> key, Function<T, V> accessor) {
      entries.add(new Entry<>(key, accessor, true, null, Written.ALWAYS));
      return this;
    }

    /// Adds a key with the value it has when left out. Returns this.
    public <V extends @Nullable Object> Builder<T> optional(
        ConfigKey<V> key, Function<T, V> accessor, @Nullable V standard) {
      entries.add(new Entry<>(key, accessor, false, standard, Written.ALWAYS));
      return this;
    }

    /// Adds a key that Keras reads but leaves out of the configurations it writes, with the value
    /// it has when left out; it is written only where it has another. Returns this.
    public <V extends @Nullable Object> Builder<T> extra(
        ConfigKey<V> key, Function<T, V> accessor, @Nullable V standard) {
      entries.add(new Entry<>(key, accessor, false, standard, Written.IF_CHANGED));
      return this;
    }

    /// Adds a key for a rule of earlier versions, which Keras refuses today: it is read where a
    /// file of such a version was brought into today's form, and never written. Returns this.
    public <V extends @Nullable Object> Builder<T> earlier(
        ConfigKey<V> key, Function<T, V> accessor, @Nullable V standard) {
      entries.add(new Entry<>(key, accessor, false, standard, Written.NEVER));
      return this;
    }

    /// Says of a key added before that Keras leaves it out of the configurations it writes: it is
    /// written only where it has another value than one left out. Returns this.
    public Builder<T> unwritten(ConfigKey<?> key) {
      entries.replaceAll(entry -> entry.key.equals(key) ? entry.unwritten() : entry);
      return this;
    }

    /// Says of a key added before that Keras writes its value in another form for this class.
    /// Returns this.
    // Equal keys have values of one type.
    @SuppressWarnings("unchecked")
    public <V extends @Nullable Object> Builder<T> writtenAs(ConfigKey<V> key, Codec<V> codec) {
      entries.replaceAll(
          entry -> entry.key.equals(key) ? ((Entry<T, V>) entry).written(codec) : entry);
      return this;
    }

    /// Adds a key of Keras for something not there yet: only the value that leaves it off is taken.
    /// Returns this.
    public Builder<T> absent(String name, @Nullable Object off) {
      absent.put(name, off);
      return this;
    }

    /// Adds a key that Keras writes and that says nothing here, whatever its value; it is not
    /// written. Returns this.
    public Builder<T> ignored(String name) {
      ignored.add(name);
      return this;
    }

    private Builder<T> unsaved() {
      saved = false;
      return this;
    }

    /// {@return the schema, whose objects the constructor makes}
    public Schema<T> build(Function<Config, T> constructor) {
      return new Schema<>(this, constructor);
    }
  }

  /// {@return the class's name in Keras}
  public String className() {
    return className;
  }

  /// {@return whether files can hold objects of the class}
  public boolean isSaved() {
    return saved;
  }

  /// {@return other names by which files call the class}
  public List<String> aliases() {
    return aliases;
  }

  /// {@return the object that a configuration describes}
  ///
  /// @throws IllegalArgumentException if a key is unknown, missing or has a value of the wrong
  ///   kind, naming class and key
  /// @throws UnsupportedConfigException if it asks for something that is not there yet
  public T read(Map<?, ?> config) {
    Map<ConfigKey<?>, @Nullable Object> values = new LinkedHashMap<>();
    for (Entry<T, ?> entry : entries) {
      values.put(entry.key, value(entry, config));
    }
    for (Map.Entry<?, ?> given : config.entrySet()) {
      String name = String.valueOf(given.getKey());
      if (absent.containsKey(name)) {
        if (!Objects.equals(absent.get(name), given.getValue())) {
          throw new UnsupportedConfigException(
              "%s: %s = %s is not supported yet".formatted(className, name, given.getValue()));
        }
      } else if (!ignored.contains(name)
          && entries.stream().noneMatch(entry -> entry.key.name().equals(name))) {
        throw new IllegalArgumentException(
            "%s: unknown key \"%s\"; known: %s".formatted(className, name, names()));
      }
    }
    return constructor.apply(new Config(values));
  }

  private <V extends @Nullable Object> @Nullable Object value(Entry<T, V> entry, Map<?, ?> config) {
    String name = entry.key.name();
    if (!config.containsKey(name)) {
      if (entry.required) {
        throw new IllegalArgumentException("%s: key \"%s\" is missing".formatted(className, name));
      }
      return entry.standard;
    }
    try {
      return entry.key.codec().read().apply(config.get(name));
    } catch (UnsupportedConfigException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: key \"%s\": %s".formatted(className, name, e.getMessage()), e);
    }
  }

  private List<String> names() {
    return entries.stream().map(entry -> entry.key.name()).toList();
  }

  /// {@return the configuration of an object, as Keras writes it}
  public Map<String, @Nullable Object> write(T object) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    for (Entry<T, ?> entry : entries) {
      if (entry.isWritten(object)) {
        config.put(entry.key.name(), entry.write(object));
      }
    }
    config.putAll(absent);
    return config;
  }
}
