package io.gradus.formats;

import io.gradus.nn.config.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The vocabularies that lookup layers have learned. Keras keeps them beside the configuration, in
/// `assets/layers/string_lookup/vocabulary.txt`: a token in each line, special ones first; in mode
/// `tf_idf` the weights of the tokens are among the model's, as
/// `layers/string_lookup/vars/idf_weights`. Configurations here have what was learned, which Keras
/// reads too; so it is put into them before they are read.
final class Vocabularies {
  private static final String ASSETS = "assets/";
  private static final String FILE = "/vocabulary.txt";
  private static final String VOCABULARY = "vocabulary";
  // How many there may be beyond the bytes of the file, each of which takes memory.
  private static final long SPARE_TOKENS = 500_000;

  private final Container archive;
  private final WeightReader weights;

  private Vocabularies(Container archive, WeightReader weights) {
    this.archive = archive;
    this.weights = weights;
  }

  /// {@return whether an entry of an archive holds a vocabulary}
  static boolean isVocabulary(String entry) {
    return entry.startsWith(ASSETS) && entry.endsWith(FILE);
  }

  /// {@return the description of a model with the vocabularies in it}
  ///
  /// @throws ModelFormatException if one is not readable
  static ModelConfig into(ModelConfig config, Container archive, WeightReader weights)
      throws IOException {
    Vocabularies vocabularies = new Vocabularies(archive, weights);
    return new ModelConfig(config.source(), vocabularies.layer("", config.object()));
  }

  /// {@return a layer or model with the vocabularies in it}
  private Map<String, @Nullable Object> layer(String path, Map<?, ?> object) throws IOException {
    Map<String, @Nullable Object> changed = copy(object);
    if (object.get("config") instanceof Map<?, ?> config) {
      changed.put("config", config(path, String.valueOf(object.get("class_name")), config));
    }
    return changed;
  }

  private Map<String, @Nullable Object> config(String path, String className, Map<?, ?> config)
      throws IOException {
    Map<String, @Nullable Object> changed = copy(config);
    String prefix = path.isEmpty() ? "" : path + "/";
    for (Map.Entry<String, @Nullable Object> entry : changed.entrySet()) {
      String inside = prefix + entry.getKey();
      if (entry.getKey().equals("layers") && entry.getValue() instanceof List<?> layers) {
        entry.setValue(several(inside, layers));
      } else if (entry.getValue() instanceof Map<?, ?> inner && inner.containsKey("class_name")) {
        entry.setValue(layer(inside, inner));
      }
    }
    if (changed.containsKey(VOCABULARY)) {
      learned(path, className.equals("IntegerLookup"), changed);
    }
    return changed;
  }

  /// {@return layers that are in a list; they are counted by class}
  private List<@Nullable Object> several(String path, List<?> layers) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    List<@Nullable Object> changed = new ArrayList<>();
    for (Object each : layers) {
      if (each instanceof Map<?, ?> object) {
        String name = Names.snake(String.valueOf(object.get("class_name")));
        int count = counts.merge(name, 1, Integer::sum);
        String number = count == 1 ? "" : "_" + (count - 1);
        changed.add(layer(path + "/" + name + number, object));
      } else {
        changed.add(each);
      }
    }
    return changed;
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  /// Puts what a lookup has learned into its configuration.
  private void learned(String path, boolean numbers, Map<String, @Nullable Object> config)
      throws IOException {
    boolean weighted = "tf_idf".equals(config.get("output_mode"));
    boolean padded = Boolean.TRUE.equals(config.get("pad_to_max_tokens"));
    if (weighted && padded && config.get("max_tokens") instanceof Number most) {
      // A layer takes memory for as many weights as it says it has tokens.
      weights.checkIdfWeights(path, most.longValue());
    }
    Bytes asset = archive.findText(ASSETS + path + FILE);
    if (asset == null || config.get(VOCABULARY) != null) {
      return;
    }
    List<Object> tokens = tokens(asset, numbers);
    config.put(VOCABULARY, tokens);
    if (weighted) {
      config.put("idf_weights", weights.idfWeights(path, tokens.size()));
    }
  }

  /// {@return the lines, but for empty ones at the end}
  private static List<Object> tokens(Bytes asset, boolean numbers) throws IOException {
    String text = text(asset);
    List<String> lines = new ArrayList<>();
    long most = SPARE_TOKENS + asset.present();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (lines.size() == most) {
        throw asset.wrong(
            0,
            String.format(
                Locale.ROOT,
                "more than the %,d tokens that a file of %,d bytes can have",
                most,
                asset.present()));
      }
      lines.add(line);
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    if (lines.isEmpty()) {
      throw asset.wrong(0, "no token in the vocabulary");
    }
    return numbers ? numbers(asset, text, lines) : List.copyOf(lines);
  }

  private static List<Object> numbers(Bytes asset, String text, List<String> lines)
      throws IOException {
    List<Object> numbers = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        numbers.add(Long.valueOf(lines.get(i).strip()));
      } catch (NumberFormatException _) {
        long offset = text.lines().limit(i).mapToLong(line -> bytes(line) + 1L).sum();
        throw asset.wrong(
            offset, "line %d is no whole number: \"%s\"".formatted(i + 1, lines.get(i)));
      }
    }
    return numbers;
  }

  private static int bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String text(Bytes asset) throws IOException {
    ByteBuffer bytes = asset.structure(0, asset.length(), VOCABULARY);
    CharBuffer chars = CharBuffer.allocate(bytes.remaining());
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(bytes, chars, true);
    if (result.isError()) {
      throw asset.wrong(bytes.position(), "the vocabulary is no text in UTF-8");
    }
    return chars.flip().toString();
  }
}
