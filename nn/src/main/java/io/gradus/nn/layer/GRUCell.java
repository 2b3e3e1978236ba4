package io.gradus.nn.layer;

import io.gradus.nn.config.Schema;
import io.gradus.tensor.Index;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of [GRU] (`keras.layers.GRUCell`): the gates `z` and `r` are `recurrentActivation` of
/// their parts of `x·kernel + h·recurrent_kernel` and the biases, the candidate is `activation` of
/// the third part, in which `r` multiplies what comes from `h`, and output and state are `h ← z·h +
/// (1 − z)·candidate`. With [#resetAfter], as by default, `r` multiplies the product `h·U + b`, and
/// there is a bias for each product; without, it multiplies `h` before the product.
///
/// Shapes: input `[batch, features]`, state and output `[batch, units]`, `bias` `[2, 3·units]` or
/// `[3·units]`.
public final class GRUCell extends StandardCell implements GatedSetup<GRUCell> {
  /// The configuration, as Keras writes it.
  public static final Schema<GRUCell> SCHEMA =
      CellKeys.gru(Layer.<GRUCell>schemaOf("GRUCell"))
          .build(config -> new GRUCell(settings(config), CellKeys.gru(config)));

  private static final Index[] INPUT_BIAS = {Index.at(0)};
  private static final Index[] RECURRENT_BIAS = {Index.at(1)};

  /// A cell of `units` outputs with `tanh`, and `sigmoid` for the gates.
  public GRUCell(int units) {
    this(Settings.DEFAULT, new CellOptions(units));
  }

  GRUCell(Settings settings, CellOptions options) {
    super(settings, options, 3);
  }

  /// {@return this cell, unbuilt, with the given name}
  public GRUCell named(String name) {
    return new GRUCell(settings().named(name), cellOptions());
  }

  /// {@return this cell, unbuilt, whose reset gate comes after the product, or before}
  public GRUCell resetAfter(boolean after) {
    CellOptions o = cellOptions();
    return withCell(o.flags(o.useBias(), o.unitForgetBias(), after));
  }

  @Override
  public GRUCell withCell(CellOptions changed) {
    return new GRUCell(settings(), changed);
  }

  @Override
  public Schema<GRUCell> schema() {
    return SCHEMA;
  }

  @Override
  Shape biasShape() {
    return cellOptions().resetAfter() ? Shape.of(2).concat(super.biasShape()) : super.biasShape();
  }

  @Override
  List<Tensor> step(Parts parts, Tensor x, List<Tensor> states, Dropped dropped) {
    CellOptions options = cellOptions();
    Tensor h = states.getFirst();
    boolean after = options.resetAfter();
    Tensor bias = parts.bias() == null ? null : parts.bias().cast(x.dtype());
    Tensor projected = product(x, dropped.inputs(), parts.kernel().value());
    if (bias != null) {
      projected = projected.add(after ? bias.get(INPUT_BIAS) : bias);
    }
    List<Tensor> xs = projected.split(3, -1);
    Tensor z;
    Tensor candidate;
    if (after) {
      Tensor back = product(h, dropped.states(), parts.recurrent().value());
      List<Tensor> hs = (bias == null ? back : back.add(bias.get(RECURRENT_BIAS))).split(3, -1);
      z = gate(xs.get(0), hs.get(0));
      candidate = xs.get(2).add(gate(xs.get(1), hs.get(1)).mul(hs.get(2)));
    } else {
      List<Tensor> kernels = parts.recurrent().cast(x.dtype()).split(3, -1);
      z = gate(xs.get(0), kept(h, dropped.states(), 0).matmul(kernels.get(0)));
      Tensor r = gate(xs.get(1), kept(h, dropped.states(), 1).matmul(kernels.get(1)));
      Tensor reset = r.mul(kept(h, dropped.states(), 2));
      candidate = xs.get(2).add(reset.matmul(kernels.get(2)));
    }
    Tensor mixed = z.mul(h).add(z.neg().add(1).mul(options.activation().apply(candidate)));
    return List.of(mixed, mixed);
  }

  private Tensor gate(Tensor x, Tensor h) {
    return cellOptions().recurrentActivation().apply(x.add(h));
  }

  private static Tensor kept(Tensor h, @Nullable Tensor factors, int gate) {
    return factors == null ? h : h.mul(factors.get(Index.at(gate)));
  }
}
