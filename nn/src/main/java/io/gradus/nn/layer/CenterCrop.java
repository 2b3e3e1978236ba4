package io.gradus.nn.layer;

import io.gradus.nn.config.Config;
import io.gradus.nn.config.Schema;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.type.TensorType;
import java.util.List;

/// Cuts the middle out of pictures (`keras.layers.CenterCrop`). Of a picture that is smaller in one
/// direction it takes the largest part in the middle that has the proportions, and resizes it,
/// bilinear. Integers become the layer's floating type.
///
/// Shapes: input `[n, rows, columns, channels]` or one picture `[rows, columns, channels]`, output
/// with `height` rows and `width` columns; with [DataFormat#CHANNELS_FIRST] the channels stand
/// before the rows.
public final class CenterCrop extends Layer {
  private static final String LAYER = "center crop";

  /// The configuration, as Keras writes it.
  public static final Schema<CenterCrop> SCHEMA =
      Layer.<CenterCrop>schemaOf("CenterCrop")
          .optional(Picture.DATA_FORMAT, layer -> layer.picture.format(), DataFormat.CHANNELS_LAST)
          .required(Picture.HEIGHT, layer -> layer.picture.height())
          .required(Picture.WIDTH, layer -> layer.picture.width())
          .build(CenterCrop::new);

  private final Picture picture;

  /// A layer that makes pictures of `height` rows and `width` columns.
  ///
  /// @throws IllegalArgumentException if one of them is below 1
  public CenterCrop(int height, int width) {
    this(Settings.DEFAULT, new Picture(LAYER, height, width, DataFormat.CHANNELS_LAST));
  }

  private CenterCrop(Settings settings, Picture picture) {
    super(settings);
    this.picture = picture;
  }

  private CenterCrop(Config config) {
    this(
        settings(config),
        new Picture(
            LAYER,
            config.get(Picture.HEIGHT),
            config.get(Picture.WIDTH),
            config.get(Picture.DATA_FORMAT)));
  }

  /// {@return this layer, unbuilt, with the given name}
  public CenterCrop named(String name) {
    return new CenterCrop(settings().named(name), picture);
  }

  /// {@return this layer, unbuilt, for inputs with their channels elsewhere}
  public CenterCrop dataFormat(DataFormat format) {
    return new CenterCrop(settings(), picture.format(format));
  }

  @Override
  public Schema<CenterCrop> schema() {
    return SCHEMA;
  }

  @Override
  protected Forward build(List<TensorType> inputs, Weights weights) {
    picture.check(inputs.getFirst());
    return Forward.single((x, _) -> cropped(x.cast(policy().compute())));
  }

  private Tensor cropped(Tensor x) {
    if (!picture.isKnown(x)) {
      return picture.stand(x);
    }
    int rows = picture.rows(x);
    long above = x.dim(rows) - picture.height();
    long beside = x.dim(rows + 1) - picture.width();
    if (above >= 0 && beside >= 0) {
      return picture.part(x, above / 2, beside / 2, picture.height(), picture.width());
    }
    return picture
        .middle(x)
        .resize(rows, picture.height(), picture.width(), Interpolation.BILINEAR, false);
  }
}
