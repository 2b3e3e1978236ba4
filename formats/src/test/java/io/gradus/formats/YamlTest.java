package io.gradus.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Scalars as PyYAML resolves them, and parts that are named to be repeated.
class YamlTest {
  private static Map<String, @Nullable Object> read(String text) throws IOException {
    return Yaml.read(Bytes.of(Path.of("x"), null, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static @Nullable Object value(String scalar) throws IOException {
    return read("a: " + scalar + "\n").get("a");
  }

  private static void all(@Nullable Object value, String... scalars) throws IOException {
    for (String scalar : scalars) {
      assertThat(value(scalar)).as(scalar).isEqualTo(value);
    }
  }

  @Test
  void readsScalarsAsPyYamlDoes() throws IOException {
    all(null, "", "~", "null", "Null", "NULL");
    all(true, "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
    all(false, "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");
    all(Double.POSITIVE_INFINITY, ".inf", ".Inf", "+.inf");
    all(Double.NEGATIVE_INFINITY, "-.inf", "-.Inf");
    all(Double.NaN, ".nan", ".NaN");
    all(12, "12", "+12");
    all(Integer.MIN_VALUE, "-2147483648");
    all(1L << 31, "2147483648");
    all(Long.MIN_VALUE, "-9223372036854775808");
    all(BigInteger.ONE.shiftLeft(63), "9223372036854775808");
    all(1.5, "1.5", "+1.5", "15.e-1", ".15e1");
    all(1e-7, "1e-07");
    all("nUll", "nUll", "'nUll'");
    all("12", "'12'", "\"12\"", "!!str 12");
    all("1.5.2", "1.5.2");
  }

  @Test
  void repeatsWhatIsNamed() throws IOException {
    Map<String, ?> read =
        read(
            """
            one: &shape [null, 3]
            two: *shape
            three: {four: &word relu, five: *word, six: *shape}
            """);
    List<?> shape = Arrays.asList(null, 3);
    assertThat(read.get("two")).isEqualTo(shape);
    assertThat(read.get("three")).isEqualTo(Map.of("four", "relu", "five", "relu", "six", shape));
    assertThatThrownBy(() -> read("a: *b\n"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("x, byte 3: an alias of nothing before it");
  }

  @Test
  void countsWhatIsRepeatedOnce() throws IOException {
    // 300,000 values, and 60,000 more by the alias.
    String text =
        "a: [%s1]\nb: &b [%s1]\nc: *b\n".formatted("1,".repeat(240_000), "1,".repeat(60_000));
    assertThat(read(text).get("c")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(60_001);
  }

  @Test
  void hasABoundOfDepth() throws IOException {
    String deep = "a: " + "[".repeat(10_000) + "]".repeat(10_000);
    assertThatThrownBy(() -> read(deep)).isInstanceOf(ModelFormatException.class);
    assertThatThrownBy(() -> read("a: 1\na: 2\n"))
        .hasMessage("x, byte 5: key \"a\" is there twice");
    assertThatThrownBy(() -> read("[a]")).hasMessage("x, byte 0: expected a mapping");
  }
}
