package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Cells on top of each other as one cell: each gets the output of the one before
/// (`keras.layers.StackedRNNCells`). Its states are those of all cells, in order.
public final class StackedRNNCells extends RecurrentCell {
  private static final ConfigKey<List<RecurrentCell>> CELLS =
      new ConfigKey<>(
          "cells",
          Codec.listOf(
              new Codec<>(
                  value -> InnerLayers.read(RecurrentCell.class, "a recurrent cell", value),
                  InnerLayers::write)));

  /// The configuration, as Keras writes it.
  public static final Schema<StackedRNNCells> SCHEMA =
      Layer.<StackedRNNCells>schemaOf("StackedRNNCells")
          .required(CELLS, stack -> stack.cells)
          .build(StackedRNNCells::new);

  private final List<RecurrentCell> cells;
  private final List<String> numbered;

  /// These cells, the first at the bottom.
  ///
  /// @throws IllegalArgumentException if there is none
  public StackedRNNCells(RecurrentCell... cells) {
    this(Settings.DEFAULT, List.of(cells));
  }

  private StackedRNNCells(Config config) {
    this(settings(config), config.get(CELLS));
  }

  private StackedRNNCells(Settings settings, List<RecurrentCell> cells) {
    super(settings);
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("stacked cells: needs at least one cell");
    }
    this.cells = List.copyOf(cells);
    this.numbered = numbered(cells);
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).adopt(numbered.get(i));
    }
  }

  // lstm_cell, lstm_cell_1, …: what a cell without a name is called, and files call it in any case.
  private static List<String> numbered(List<RecurrentCell> cells) {
    Map<String, Integer> counts = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (RecurrentCell cell : cells) {
      String name = cell.standardName();
      int before = counts.merge(name, 1, Integer::sum) - 1;
      names.add(before == 0 ? name : name + "_" + before);
    }
    return names;
  }

  /// {@return this cell, unbuilt, with the given name, of the same cells}
  public StackedRNNCells named(String name) {
    return new StackedRNNCells(settings().named(name), cells);
  }

  /// {@return the cells, the first at the bottom}
  public List<RecurrentCell> cells() {
    return cells;
  }

  @Override
  public Schema<StackedRNNCells> schema() {
    return SCHEMA;
  }

  @Override
  public List<Shape> stateShapes(Shape input) {
    List<Shape> shapes = new ArrayList<>();
    Shape below = input;
    for (RecurrentCell cell : cells) {
      List<Shape> states = cell.stateShapes(below);
      shapes.addAll(states);
      below = states.getFirst();
    }
    return shapes;
  }

  @Override
  public int draws() {
    return cells.stream().mapToInt(RecurrentCell::draws).sum();
  }

  @Override
  public List<Tensor> draw(TensorType input, Call call) {
    List<Tensor> drawn = new ArrayList<>();
    TensorType below = input;
    for (RecurrentCell cell : cells) {
      drawn.addAll(cell.draw(below, call.inside(cell.name())));
      below = below.withShape(cell.stateShapes(below.shape()).getFirst());
    }
    return drawn;
  }

  @Override
  List<Layer> wrapped() {
    return List.copyOf(cells);
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType below = inputs.getFirst();
    for (int i = 0; i < cells.size(); i++) {
      weights.child("cells/" + numbered.get(i), cells.get(i), below);
      below = below.withShape(cells.get(i).stateShapes(below.shape()).getFirst());
    }
    return this::step;
  }

  private Values step(Values in, Call call) {
    Tensor x = in.all().getFirst();
    int total = stateShapes(x.shape()).size();
    int state = 1;
    int drawn = 1 + total;
    List<Tensor> next = new ArrayList<>();
    for (RecurrentCell cell : cells) {
      int states = cell.stateShapes(x.shape()).size();
      int draws = Math.min(cell.draws(), in.all().size() - drawn);
      List<Tensor> of = new ArrayList<>(List.of(x));
      of.addAll(in.all().subList(state, state + states));
      of.addAll(in.all().subList(drawn, drawn + draws));
      List<Tensor> out = cell.call(new Values(of), call).all();
      x = out.getFirst();
      next.addAll(out.subList(1, out.size()));
      state += states;
      drawn += draws;
    }
    List<Tensor> all = new ArrayList<>(List.of(x));
    all.addAll(next);
    return new Values(all);
  }
}
