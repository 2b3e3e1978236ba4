package io.gradus.formats;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// YAML as null, `Boolean`, `Number`, `String`, lists and maps, in the order of the text, from the
/// parser's events: no tag makes an object. Tuples of Python are lists.
final class Yaml {
  private static final int MOST_DEPTH = 200;
  private static final int MOST_VALUES = 400_000;
  private static final int MOST_BYTES = 16 << 20;
  private static final Set<String> PLAIN_TAGS =
      Set.of(
          "tag:yaml.org,2002:python/tuple",
          "tag:yaml.org,2002:python/unicode",
          "tag:yaml.org,2002:python/str",
          "tag:yaml.org,2002:python/list",
          "tag:yaml.org,2002:python/dict",
          "tag:yaml.org,2002:seq",
          "tag:yaml.org,2002:map",
          "tag:yaml.org,2002:str",
          "!");
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(MOST_BYTES).build();

  /// A value that others refer to, and how many values are in it.
  private record Anchored(@Nullable Object value, int size) {}

  private final Bytes bytes;
  private final Iterator<Event> events;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int count;

  private Yaml(Bytes bytes, Iterator<Event> events) {
    this.bytes = bytes;
    this.events = events;
  }

  /// {@return the mapping that the bytes are the text of}
  ///
  /// @throws ModelFormatException if they are the text of none, or of one beyond measure
  static Map<String, @Nullable Object> read(Bytes bytes) throws IOException {
    if (bytes.length() > MOST_BYTES) {
      throw bytes.wrong(0, "YAML of more than %,d bytes".formatted(MOST_BYTES));
    }
    try (InputStream in = bytes.stream()) {
      StreamReader text = new StreamReader(SETTINGS, new YamlUnicodeReader(in));
      return new Yaml(bytes, new ParserImpl(SETTINGS, text)).document();
    } catch (YamlEngineException e) {
      String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("no YAML");
      throw (IOException) bytes.wrong(0, text).initCause(e);
    }
  }

  private Map<String, @Nullable Object> document() throws IOException {
    Event event = next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = next();
    }
    if (!(event instanceof MappingStartEvent start)) {
      throw wrong(event, "expected a mapping");
    }
    Map<String, @Nullable Object> mapping = mapping(start, 0);
    if (next().getEventId() != Event.ID.DocumentEnd || next().getEventId() != Event.ID.StreamEnd) {
      throw wrong(start, "text after the mapping's end");
    }
    return mapping;
  }

  private Event next() throws IOException {
    if (!events.hasNext()) {
      throw bytes.wrong(0, "the text ends within the mapping");
    }
    return events.next();
  }

  private void counted(Event event, int values) throws IOException {
    count += values;
    if (count > MOST_VALUES) {
      throw wrong(event, "more than %,d values".formatted(MOST_VALUES));
    }
  }

  private @Nullable Object value(Event event, int depth) throws IOException {
    counted(event, 1);
    int before = count;
    if (event instanceof AliasEvent alias) {
      Anchored known = anchors.get(alias.getAlias().getValue());
      if (known == null) {
        throw wrong(event, "an alias of nothing before it");
      }
      counted(event, known.size);
      return known.value;
    }
    if (event instanceof ScalarEvent scalar) {
      check(event, scalar.getTag().orElse(null));
      return kept(scalar.getAnchor().orElse(null), scalar(scalar), before);
    }
    if (event instanceof MappingStartEvent start) {
      return kept(start.getAnchor().orElse(null), mapping(start, depth), before);
    }
    if (event instanceof CollectionStartEvent start) {
      check(event, start.getTag().orElse(null));
      deep(event, depth);
      List<@Nullable Object> list = new ArrayList<>();
      for (Event each = next(); each.getEventId() != Event.ID.SequenceEnd; each = next()) {
        list.add(value(each, depth + 1));
      }
      return kept(start.getAnchor().orElse(null), list, before);
    }
    throw wrong(event, "expected a value");
  }

  private @Nullable Object kept(@Nullable Anchor anchor, @Nullable Object value, int before) {
    if (anchor != null) {
      anchors.put(anchor.getValue(), new Anchored(value, count - before));
    }
    return value;
  }

  private Map<String, @Nullable Object> mapping(MappingStartEvent start, int depth)
      throws IOException {
    check(start, start.getTag().orElse(null));
    deep(start, depth);
    Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
    for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
      if (!(key instanceof ScalarEvent name)) {
        throw wrong(key, "a key that is no text");
      }
      if (mapping.containsKey(name.getValue())) {
        throw wrong(key, "key \"" + name.getValue() + "\" is there twice");
      }
      mapping.put(name.getValue(), value(next(), depth + 1));
    }
    return mapping;
  }

  private void deep(Event event, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw wrong(event, "values within values, more than %d deep".formatted(MOST_DEPTH));
    }
  }

  private void check(Event event, @Nullable String tag) throws IOException {
    if (tag != null && !PLAIN_TAGS.contains(tag)) {
      throw wrong(event, "tag %s stands for an object of Python, which is not made".formatted(tag));
    }
  }

  // As PyYAML resolves and writes them.
  private static @Nullable Object scalar(ScalarEvent scalar) {
    String text = scalar.getValue();
    boolean isText = scalar.getTag().isPresent() || !scalar.isPlain();
    if (isText) {
      return text;
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> true;
      case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> false;
      case ".inf", ".Inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf" -> Double.NEGATIVE_INFINITY;
      case ".nan", ".NaN" -> Double.NaN;
      default -> number(text);
    };
  }

  private static Object number(String text) {
    if (text.matches("[-+]?[0-9]{1,400}")) {
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < Integer.SIZE
          ? (Object) whole.intValue()
          : whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }
    // Without a point it is text to PyYAML; Python writes 1e-07 so.
    if (text.matches("[-+]?([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+)([eE][-+]?[0-9]{1,9})?")) {
      return Double.valueOf(text);
    }
    return text;
  }

  private ModelFormatException wrong(Event event, String problem) {
    return bytes.wrong(event.getStartMark().map(Mark::getIndex).orElse(0), problem);
  }
}
