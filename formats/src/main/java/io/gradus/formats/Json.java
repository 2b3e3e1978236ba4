package io.gradus.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;

/// JSON as null, `Boolean`, `Number`, `String`, lists and maps, in the order of the text.
public final class Json {
  private static final Pattern START = Pattern.compile(" \\(start marker at \\[.*]\\)");

  private static final int MOST_DEPTH = 200;
  // A text may have so many values, and one more for so many bytes of the file that it is in: each
  // takes some 60 bytes of memory.
  private static final long SPARE_TOKENS = 400_000;
  private static final long BYTES_FOR_TOKEN = 4;
  // With what becomes of it.
  private static final long HEAP_FOR_TOKEN = 256;
  private static final long SPARE_LENGTH = 16L << 20;
  private static final long LENGTH_TIMES = 8;

  private static JsonFactory factory(long tokens, long length) {
    return JsonFactory.builder()
        // Python writes NaN and Infinity as bare words.
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MOST_DEPTH)
                .maxTokenCount(tokens)
                .maxDocumentLength(length)
                .maxStringLength((int) Math.min(length, Integer.MAX_VALUE))
                .build())
        .build();
  }

  private final JsonParser parser;
  private final Bytes bytes;

  private Json(JsonParser parser, Bytes bytes) {
    this.parser = parser;
    this.bytes = bytes;
  }

  /// {@return the object that a file is the text of} NaN and infinite numbers may stand there as
  /// Python writes them.
  ///
  /// @throws ModelFormatException if it is the text of none, or of one beyond measure
  public static Map<String, @Nullable Object> read(Path file) throws IOException {
    return Bytes.read(file, Json::read);
  }

  /// {@return the object that the bytes are the text of}. Length and number of values are bounded
  /// by the length of the file, so that memory and time are.
  ///
  /// @throws ModelFormatException if they are the text of none, or of one beyond measure
  static Map<String, @Nullable Object> read(Bytes bytes) throws IOException {
    JsonFactory factory =
        factory(
            Math.min(
                SPARE_TOKENS + bytes.present() / BYTES_FOR_TOKEN,
                Math.max(SPARE_TOKENS, Runtime.getRuntime().maxMemory() / HEAP_FOR_TOKEN)),
            SPARE_LENGTH + LENGTH_TIMES * bytes.present());
    try (InputStream in = bytes.stream();
        JsonParser parser = factory.createParser(ObjectReadContext.empty(), in)) {
      return new Json(parser, bytes).document();
    } catch (JacksonException e) {
      if (e.getCause() instanceof ModelFormatException problem) {
        throw problem;
      }
      TokenStreamLocation place = e.getLocation();
      long offset = place == null ? 0 : Math.max(0, place.getByteOffset());
      throw (IOException) bytes.wrong(offset, problem(e)).initCause(e);
    }
  }

  // Without the place where what is open began: the parser does not know it.
  private static String problem(JacksonException e) {
    return START.matcher(e.getOriginalMessage()).replaceFirst("");
  }

  private Map<String, @Nullable Object> document() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw wrong("expected a JSON object");
    }
    Map<String, @Nullable Object> object = object();
    if (parser.nextToken() != null) {
      throw wrong("text after the JSON object's end");
    }
    return object;
  }

  private Map<String, @Nullable Object> object() throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (object.containsKey(name)) {
        throw wrong("key \"" + name + "\" is there twice");
      }
      object.put(name, value(parser.nextToken()));
    }
    return object;
  }

  private @Nullable Object value(@Nullable JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>(4);
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          list.add(value(next));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw wrong("ends within the JSON object");
    };
  }

  private ModelFormatException wrong(String problem) {
    return bytes.wrong(Math.max(0, parser.currentLocation().getByteOffset()), problem);
  }

  /// {@return the text of a value, as Python's `json.dumps` gives it}
  ///
  /// @param value null, `Boolean`, `Number`, `String`, lists and maps
  /// @throws IllegalArgumentException if there is anything else in it
  public static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out =
        factory(SPARE_TOKENS, SPARE_LENGTH).createGenerator(ObjectWriteContext.empty(), text)) {
      write(out, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, @Nullable Object value) {
    switch (value) {
      case null -> out.writeNull();
      case Boolean truth -> out.writeBoolean(truth);
      case Double number -> out.writeNumber(number);
      case Float number -> out.writeNumber(number);
      case Number number -> out.writeNumber(number.longValue());
      case String text -> out.writeString(text);
      case List<?> list -> {
        out.writeStartArray();
        list.forEach(element -> write(out, element));
        out.writeEndArray();
      }
      case Map<?, ?> object -> {
        out.writeStartObject();
        object.forEach((name, element) -> {
          out.writeName(String.valueOf(name));
          write(out, element);
        });
        out.writeEndObject();
      }
      default ->
          throw new IllegalArgumentException(
              "json: no text for a value of " + value.getClass().getSimpleName());
    }
  }
}
