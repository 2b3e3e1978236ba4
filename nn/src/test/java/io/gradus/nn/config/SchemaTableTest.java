package io.gradus.nn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaTableTest {
  private record Plain(String of) {}

  private static final SchemaTable<Plain> TABLE = table("layer", "keras.layers");
  private static final Schema<Plain> DRIFT = schema("Drift");

  private static SchemaTable<Plain> table(String kind, String module) {
    return new SchemaTable<>(Plain.class, kind, module, List.of(schema("Dense")));
  }

  private static Schema<Plain> schema(String className) {
    ConfigKey<String> name = new ConfigKey<>("name", Codec.TEXT);
    return Schema.<Plain>of(className)
        .optional(name, Plain::of, "")
        .build(config -> new Plain(className));
  }

  private static Map<String, @Nullable Object> object(
      @Nullable String module, String className, @Nullable String registered) {
    Map<String, @Nullable Object> object = new HashMap<>();
    object.put("module", module);
    object.put("class_name", className);
    object.put("config", Map.of("name", "drift"));
    object.put("registered_name", registered);
    return object;
  }

  private static void refuses(Map<?, ?> object, String message) {
    assertThatThrownBy(() -> TABLE.read(object))
        .isExactlyInstanceOf(UnsupportedConfigException.class)
        .hasMessage(message);
  }

  private static final String WAY = "; add it by CustomObjects.of(Drift.SCHEMA)";

  @Test
  void saysHowAClassOfOnesOwnIsAdded() {
    refuses(
        object("harbour.layers", "Drift", "harbour>Drift"),
        "layer \"drift\": class Drift (registered as harbour>Drift) is not among the custom objects"
            + WAY);
    refuses(
        object("__main__", "Drift", "Drift"),
        "layer \"drift\": class Drift is not among the custom objects" + WAY);
    refuses(
        object(null, "Custom>Drift", null),
        "layer \"drift\": class Drift (registered as Custom>Drift) is not among the custom objects"
            + WAY);
    refuses(
        Map.of("class_name", "Drift", "config", List.of()),
        "layer: class Drift is not among the custom objects" + WAY);
    refuses(object("keras.layers", "Drift", null), "layer Drift does not exist yet");
    refuses(object("keras.src.layers.drift", "Drift", "Drift"), "layer Drift does not exist yet");
    assertThatThrownBy(() -> table("loss", "keras.losses").read(object("a", "Drift", "a>Drift")))
        .hasMessage(
            "loss \"drift\": class Drift (registered as a>Drift) is not among the custom objects"
                + WAY);
  }

  @Test
  void aClassOfOnesOwnIsNeverKerasOfTheSameName() {
    String dense = WAY.replace("Drift", "Dense");
    refuses(
        object("harbour.layers", "Dense", "harbour>Dense"),
        "layer \"drift\": class Dense (registered as harbour>Dense) is not among the custom objects"
            + dense);
    refuses(
        object("keras_hub.layers", "Dense", "Dense"),
        "layer \"drift\": class Dense is not among the custom objects" + dense);
    assertThat(TABLE.read(object(null, "Dense", null))).isEqualTo(new Plain("Dense"));
    assertThat(TABLE.read(object("keras.layers", "Dense", null))).isEqualTo(new Plain("Dense"));
    assertThat(TABLE.read(object("keras", "Dense", null))).isEqualTo(new Plain("Dense"));
  }

  @Test
  void readsClassesThatWereAddedByAnyOfTheirNames() {
    Plain drift = new Plain("Drift");
    CustomObjects own = CustomObjects.of(DRIFT);
    assertThat(own.within(() -> TABLE.read(object("harbour", "Drift", "harbour>Drift"))))
        .isEqualTo(drift);
    assertThat(own.within(() -> TABLE.read(object(null, "harbour>Drift", null)))).isEqualTo(drift);
    assertThat(own.within(() -> TABLE.read(object(null, "Drift", "Drift")))).isEqualTo(drift);
  }

  @Test
  void aClassOfOnesOwnComesBeforeThatOfKerasAndMustBeOfTheKind() {
    CustomObjects dense = CustomObjects.of(schema("Dense"));
    assertThat(dense.within(() -> TABLE.read(object("harbour", "Dense", "harbour>Dense"))))
        .isEqualTo(new Plain("Dense"));
    CustomObjects other = CustomObjects.of(Schema.<String>of("Drift").build(_ -> "a text"));
    assertThatThrownBy(
            () -> other.within(() -> TABLE.read(Map.of("class_name", "Drift", "config", Map.of()))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Drift: the class of your own is no layer");
  }

  @Test
  void offersOnlyNamesThatAreNear() {
    List<String> known = List.of("ctc", "dice", "bce", "mse", "mean_squared_error");
    assertThat(Names.unknown("loss", "RMSE", known))
        .hasMessage("loss: unknown name \"RMSE\"; nearest: mse");
    assertThat(Names.unknown("loss", "focal", known))
        .hasMessage("loss: unknown name \"focal\"; known: ctc, dice, bce, mse, mean_squared_error");
    assertThat(Names.unknown("loss", "mean_square", known))
        .hasMessage("loss: unknown name \"mean_square\"; nearest: mean_squared_error");
  }
}
