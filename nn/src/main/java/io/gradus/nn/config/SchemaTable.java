package io.gradus.nn.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The schemas of one kind of class, by Keras' names. What a file names is looked up in the
/// [CustomObjects] in use and here, and nowhere else.
///
/// @param <T> the kind of class
public final class SchemaTable<T> {
  // Where Keras has its own classes, in all versions.
  private static final Pattern KERAS =
      Pattern.compile("^(keras|tf_keras|tensorflow|builtins)($|\\.)");

  private final Class<T> type;
  private final String kind;
  private final String module;
  private final Map<String, Schema<? extends T>> schemas = new LinkedHashMap<>();
  private final Map<String, @Nullable String> modules = new LinkedHashMap<>();

  /// A table for the given kind, such as `layer`.
  ///
  /// @param type what all of the kind are
  /// @param module the module in which Keras has these classes, such as `keras.layers`
  public SchemaTable(Class<T> type, String kind, String module, List<Schema<? extends T>> schemas) {
    this.type = type;
    this.kind = kind;
    this.module = module;
    schemas.forEach(schema -> this.schemas.put(schema.className(), schema));
  }

  /// {@return a table with one more class of Gradus, which is not Keras' own: Keras needs it in its
  /// `custom_objects` to read what is written}
  public SchemaTable<T> with(Schema<? extends T> schema) {
    return with(schema, null);
  }

  /// {@return a table with one more class}
  ///
  /// @param of the module in which Keras has the class; null if it is not Keras' own
  public SchemaTable<T> with(Schema<? extends T> schema, @Nullable String of) {
    SchemaTable<T> table = new SchemaTable<>(type, kind, module, List.copyOf(schemas.values()));
    table.modules.putAll(modules);
    table.schemas.put(schema.className(), schema);
    table.modules.put(schema.className(), of);
    return table;
  }

  /// {@return a table with further classes of Keras, in the module that the table is for}
  public SchemaTable<T> with(List<Schema<? extends T>> further) {
    SchemaTable<T> table = this;
    for (Schema<? extends T> schema : further) {
      table = table.with(schema, module);
    }
    return table;
  }

  /// {@return the names of all classes}
  public Collection<String> names() {
    return schemas.keySet();
  }

  /// {@return the object that Keras calls by a name in text, with its defaults: the class's name as
  /// it is, in lower case, or in lower case with underscores}
  ///
  /// @throws IllegalArgumentException if there is none, listing the nearest
  public T named(String name) {
    for (Schema<? extends T> schema : schemas.values()) {
      if (names(schema.className()).contains(name)) {
        return schema.read(Map.of());
      }
    }
    throw Names.unknown(
        kind, name, schemas.keySet().stream().map(known -> names(known).getLast()).toList());
  }

  private static List<String> names(String className) {
    return List.of(className, className.toLowerCase(Locale.ROOT), Names.underscored(className));
  }

  /// {@return the object that Keras writes as `{"class_name": …, "config": {…}}`}
  ///
  /// @throws UnsupportedConfigException if there is no such class here
  /// @throws IllegalArgumentException if a class of one's own is of another kind
  public T read(Map<?, ?> object) {
    String className = String.valueOf(object.get("class_name"));
    Schema<?> schema = schema(object);
    if (schema == null) {
      throw new UnsupportedConfigException(missing(object, simple(className)));
    }
    if (!(object.get("config") instanceof Map<?, ?> config)) {
      throw new IllegalArgumentException(className + ": has no config");
    }
    Object made = read(schema, config);
    if (!type.isInstance(made)) {
      throw new IllegalArgumentException(
          "%s: the class of your own is no %s".formatted(schema.className(), kind));
    }
    return type.cast(made);
  }

  // A file has many of a class: errors say which one it is. What is made of layers leaves that to
  // these.
  private Object read(Schema<?> schema, Map<?, ?> config) {
    boolean inner = kind.equals("layer") && !config.containsKey("layers");
    if (!inner || !(config.get("name") instanceof String name)) {
      return schema.read(config);
    }
    try {
      return schema.read(config);
    } catch (UnsupportedConfigException e) {
      throw new UnsupportedConfigException(e.getMessage() + place(schema, name), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + place(schema, name), e);
    }
  }

  private static String place(Schema<?> schema, String name) {
    return " (in layer \"%s\" of class %s)".formatted(name, schema.className());
  }

  /// {@return whether the class of an object, `{"class_name": …, "module": …}`, is in this table}
  public boolean has(Map<?, ?> object) {
    return schema(object) != null;
  }

  private @Nullable Schema<?> schema(Map<?, ?> object) {
    String simple = simple(String.valueOf(object.get("class_name")));
    Schema<?> own = CustomObjects.inUse().schema(simple);
    if (own != null) {
      return own;
    }
    return isOwn(object) && !hasOwn(simple) ? null : called(simple);
  }

  // Keras 2 writes the registered name in place of the class's.
  private static String simple(String className) {
    return className.substring(className.indexOf('>') + 1);
  }

  /// {@return whether an object is of a class that is not Keras', whatever its name}
  private static boolean isOwn(Map<?, ?> object) {
    if (isRegistered(object.get("class_name")) || isRegistered(object.get("registered_name"))) {
      return true;
    }
    return object.get("module") instanceof String of && !KERAS.matcher(of).find();
  }

  private static boolean isRegistered(@Nullable Object name) {
    return name instanceof String text && text.indexOf('>') > 0 && !text.startsWith("gradus>");
  }

  private boolean hasOwn(String className) {
    return modules.containsKey(className) && modules.get(className) == null;
  }

  private String missing(Map<?, ?> object, String className) {
    boolean known = object.get("module") instanceof String of && KERAS.matcher(of).find();
    if (known && !isOwn(object)) {
      return "%s %s does not exist yet".formatted(kind, className);
    }
    Object name = object.get("config") instanceof Map<?, ?> config ? config.get("name") : null;
    Object registered =
        isRegistered(object.get("class_name"))
            ? object.get("class_name")
            : object.get("registered_name");
    String named = name instanceof String text ? " \"%s\"".formatted(text) : "";
    String as =
        registered instanceof String text && !text.equals(className)
            ? " (registered as %s)".formatted(text)
            : "";
    return "%s%s: class %s%s is not among the custom objects; add it by CustomObjects.of(%s.SCHEMA)"
        .formatted(kind, named, className, as, className);
  }

  private @Nullable Schema<? extends T> called(String name) {
    Schema<? extends T> exact = schemas.get(name);
    return exact != null
        ? exact
        : schemas.values().stream()
            .filter(schema -> schema.aliases().contains(name))
            .findFirst()
            .orElse(null);
  }

  /// {@return the object as Keras writes it: module, class, configuration, registered name}
  ///
  /// @throws IllegalArgumentException if its class has no schema
  public Map<String, @Nullable Object> write(T object) {
    if (!(object instanceof Configured configured) || !configured.schema().isSaved()) {
      throw new IllegalArgumentException(
          "%s %s: its class has no schema, so no file can hold it".formatted(kind, object));
    }
    Schema<?> schema = configured.schema();
    String className = schema.className();
    boolean known = schemas.get(className) == schema;
    String place = !known ? null : modules.containsKey(className) ? modules.get(className) : module;
    // Keras' public classes need no other name than their own.
    boolean exported = place != null && !place.startsWith("keras.src.");
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    written.put("module", place);
    written.put("class_name", className);
    written.put("config", writeWith(schema, object));
    written.put("registered_name", exported ? null : className);
    return written;
  }

  // The schema is the object's own.
  @SuppressWarnings("unchecked")
  private static <S> Map<String, @Nullable Object> writeWith(Schema<S> schema, Object object) {
    return schema.write((S) object);
  }
}
