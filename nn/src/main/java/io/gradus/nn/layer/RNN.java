package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The recurrent layer of any cell (`keras.layers.RNN`); see [Recurrent] for shapes, states and
/// masks.
///
/// ```java
/// var layer = new RNN(new LSTMCell(64), new LSTMCell(32)).returnSequences(true);
/// ```
public final class RNN extends Recurrent<RNN> {
  private static final ConfigKey<RecurrentCell> CELL =
      new ConfigKey<>("cell", new Codec<>(RNN::readCell, InnerLayers::write));

  /// The configuration, as Keras writes it.
  public static final Schema<RNN> SCHEMA =
      LoopOptions.keys(Layer.<RNN>schemaOf("RNN")).required(CELL, Recurrent::cell).build(RNN::new);

  /// A layer of this cell, or of several on top of each other.
  ///
  /// @throws IllegalArgumentException if there is none
  public RNN(RecurrentCell... cells) {
    this(
        Settings.DEFAULT,
        LoopOptions.DEFAULT,
        cells.length == 1 ? cells[0] : new StackedRNNCells(cells));
  }

  private RNN(Settings settings, LoopOptions loop, RecurrentCell cell) {
    super(settings, loop, cell);
  }

  private RNN(Config config) {
    this(settings(config), new LoopOptions(config), config.get(CELL));
  }

  // Keras writes several cells as a list in models of its version 2.
  private static RecurrentCell readCell(@Nullable Object value) {
    return value instanceof List<?> list
        ? new StackedRNNCells(list.stream().map(RNN::readCell).toArray(RecurrentCell[]::new))
        : InnerLayers.read(RecurrentCell.class, "a recurrent cell", value);
  }

  @Override
  RNN with(Settings changed, LoopOptions changedLoop) {
    return new RNN(changed, changedLoop, cell());
  }

  @Override
  public Schema<RNN> schema() {
    return SCHEMA;
  }
}
