package io.gradus.nn.layer;

import io.gradus.nn.config.Codec;
import io.gradus.nn.config.Config;
import io.gradus.nn.config.ConfigKey;
import io.gradus.nn.config.Schema;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.constraint.Constraints;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.initializer.Initializers;
import io.gradus.nn.initializer.Zeros;
import io.gradus.nn.regularizer.Regularizer;
import io.gradus.nn.regularizer.Regularizers;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.ShapeException;
import io.gradus.tensor.type.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rectifier with learned slopes (He et al. 2015; `keras.layers.PReLU`): `x` above 0, `alpha·x`
/// below.
///
/// Shapes: input and output `[n, a, b, …]`; `alpha` `[a, b, …]`, of length 1 along shared axes.
public final class PReLU extends Layer {
  private static final ConfigKey<Initializer> ALPHA =
      new ConfigKey<>("alpha_initializer", Initializers.CODEC);
  private static final ConfigKey<@Nullable Regularizer> PENALTY =
      new ConfigKey<>("alpha_regularizer", Regularizers.CODEC);
  private static final ConfigKey<@Nullable Constraint> BOUND =
      new ConfigKey<>("alpha_constraint", Constraints.CODEC);
  private static final ConfigKey<@Nullable List<Integer>> SHARED =
      new ConfigKey<>("shared_axes", Codec.of(PReLU::readAxes).orNull());

  /// The configuration, as Keras writes it.
  public static final Schema<PReLU> SCHEMA =
      Layer.<PReLU>schemaOf("PReLU")
          .optional(ALPHA, layer -> layer.alpha.initializer(), new Zeros())
          .optional(PENALTY, layer -> layer.alpha.regularizer(), null)
          .optional(BOUND, layer -> layer.alpha.constraint(), null)
          .optional(SHARED, layer -> layer.shared, null)
          .build(PReLU::new);

  private final WeightOptions alpha;
  private final @Nullable List<Integer> shared;

  /// A layer with a slope for each element of a sample, at first 0.
  public PReLU() {
    this(Settings.DEFAULT, new WeightOptions(new Zeros()), null);
  }

  private PReLU(Settings settings, WeightOptions alpha, @Nullable List<Integer> shared) {
    super(settings);
    this.alpha = alpha;
    this.shared = shared;
  }

  private PReLU(Config config) {
    this(
        settings(config),
        new WeightOptions(config.get(ALPHA), config.get(PENALTY), config.get(BOUND)),
        config.get(SHARED));
  }

  private static List<Integer> readAxes(@Nullable Object value) {
    List<?> axes = value instanceof List<?> several ? several : Arrays.asList(value);
    return axes.stream().map(axis -> Codec.INTEGER.read().apply(axis)).toList();
  }

  /// {@return this layer, unbuilt, with the given name}
  public PReLU named(String name) {
    return new PReLU(settings().named(name), alpha, shared);
  }

  /// {@return this layer, unbuilt, with other first slopes}
  public PReLU alphaInitializer(Initializer changed) {
    return new PReLU(settings(), alpha.initializer(changed), shared);
  }

  /// {@return this layer, unbuilt, with a penalty on the slopes that is part of the loss}
  public PReLU alphaRegularizer(Regularizer changed) {
    return new PReLU(settings(), alpha.regularizer(changed), shared);
  }

  /// {@return this layer, unbuilt, with a constraint that new slopes pass through}
  public PReLU alphaConstraint(Constraint changed) {
    return new PReLU(settings(), alpha.constraint(changed), shared);
  }

  /// {@return this layer, unbuilt, with one slope for all positions along these axes of the input}
  public PReLU sharedAxes(int... axes) {
    return new PReLU(settings(), alpha, Arrays.stream(axes).boxed().toList());
  }

  @Override
  public Schema<PReLU> schema() {
    return SCHEMA;
  }

  @Override
  protected boolean passesMask() {
    return true;
  }

  @Override
  protected boolean buildsAgain() {
    return true;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    TensorType input = inputs.getFirst();
    if (input.shape().rank() == 0) {
      throw new ShapeException("pReLU: needs at least one axis; got x=" + input);
    }
    long[] dims = input.shape().from(1).dims();
    for (int axis : shared == null ? List.<Integer>of() : shared) {
      int along = input.shape().axis("pReLU", axis);
      if (along == 0) {
        throw new ShapeException(
            "pReLU: the axis of samples has no slopes to share; got axis %d for x=%s"
                .formatted(axis, input));
      }
      dims[along - 1] = 1;
    }
    if (!Shape.of(dims).isKnown()) {
      throw new ShapeException(
          "pReLU: needs known lengths but for samples and shared axes; got x=" + input);
    }
    Variable slopes = weights.add("alpha", Shape.of(dims), alpha);
    return Forward.single(
        (x, _) -> x.relu().add(x.minimum(0).mul(slopes.cast(policy().compute()))));
  }
}
