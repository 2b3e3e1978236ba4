package io.gradus.checks.layer;

import io.gradus.nn.layer.AdaptiveAveragePooling1D;
import io.gradus.nn.layer.AdaptiveAveragePooling2D;
import io.gradus.nn.layer.AdaptiveAveragePooling3D;
import io.gradus.nn.layer.AdaptiveMaxPooling1D;
import io.gradus.nn.layer.AdaptiveMaxPooling2D;
import io.gradus.nn.layer.AdaptiveMaxPooling3D;
import io.gradus.nn.layer.AlphaDropout;
import io.gradus.nn.layer.AveragePooling1D;
import io.gradus.nn.layer.AveragePooling2D;
import io.gradus.nn.layer.AveragePooling3D;
import io.gradus.nn.layer.CenterCrop;
import io.gradus.nn.layer.Cropping1D;
import io.gradus.nn.layer.Cropping2D;
import io.gradus.nn.layer.Cropping3D;
import io.gradus.nn.layer.GaussianDropout;
import io.gradus.nn.layer.GaussianNoise;
import io.gradus.nn.layer.GlobalAveragePooling1D;
import io.gradus.nn.layer.GlobalAveragePooling2D;
import io.gradus.nn.layer.GlobalAveragePooling3D;
import io.gradus.nn.layer.GlobalMaxPooling1D;
import io.gradus.nn.layer.GlobalMaxPooling2D;
import io.gradus.nn.layer.GlobalMaxPooling3D;
import io.gradus.nn.layer.Masking;
import io.gradus.nn.layer.MaxPooling1D;
import io.gradus.nn.layer.MaxPooling2D;
import io.gradus.nn.layer.MaxPooling3D;
import io.gradus.nn.layer.Permute;
import io.gradus.nn.layer.RepeatVector;
import io.gradus.nn.layer.Resizing;
import io.gradus.nn.layer.SpatialDropout1D;
import io.gradus.nn.layer.SpatialDropout2D;
import io.gradus.nn.layer.SpatialDropout3D;
import io.gradus.nn.layer.UpSampling1D;
import io.gradus.nn.layer.UpSampling2D;
import io.gradus.nn.layer.UpSampling3D;
import io.gradus.nn.layer.ZeroPadding1D;
import io.gradus.nn.layer.ZeroPadding2D;
import io.gradus.nn.layer.ZeroPadding3D;
import io.gradus.testkit.LayerCase;
import java.util.stream.Stream;

/// Rows of layers without weights that pool, crop, pad, arrange or drop.
final class PoolingLayerRows {
  private PoolingLayerRows() {}

  static Stream<LayerCase> rows() {
    return Stream.of(
        LayerCase.of(() -> new AdaptiveAveragePooling1D(2)).takes("[2,6,2]"),
        LayerCase.of(() -> new AdaptiveMaxPooling1D(2)).takes("[2,6,2]"),
        LayerCase.of(() -> new AveragePooling1D(2)).takes("[2,6,2]"),
        LayerCase.of(() -> new MaxPooling1D(2)).takes("[2,6,2]"),
        LayerCase.of(() -> new GlobalAveragePooling1D()).takes("[2,6,2]"),
        LayerCase.of(() -> new GlobalMaxPooling1D()).takes("[2,6,2]"),
        LayerCase.of(() -> new Cropping1D(1)).takes("[2,6,2]"),
        LayerCase.of(() -> new UpSampling1D(2)).takes("[2,6,2]"),
        LayerCase.of(() -> new ZeroPadding1D(1)).takes("[2,6,2]"),
        LayerCase.of(() -> new SpatialDropout1D(0.5)).takes("[4,6,8]").differsInTraining(),
        LayerCase.of(() -> new AdaptiveAveragePooling2D(2)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new AdaptiveMaxPooling2D(2)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new AveragePooling2D(2)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new MaxPooling2D(2)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new GlobalAveragePooling2D()).takes("[2,4,6,2]"),
        LayerCase.of(() -> new GlobalMaxPooling2D()).takes("[2,4,6,2]"),
        LayerCase.of(() -> new Cropping2D(1)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new UpSampling2D(2)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new ZeroPadding2D(1)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new SpatialDropout2D(0.5)).takes("[4,4,6,8]").differsInTraining(),
        LayerCase.of(() -> new AdaptiveAveragePooling3D(2)).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new AdaptiveMaxPooling3D(2)).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new AveragePooling3D(2)).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new MaxPooling3D(2)).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new GlobalAveragePooling3D()).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new GlobalMaxPooling3D()).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new Cropping3D(1)).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new UpSampling3D(2)).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new ZeroPadding3D(1)).takes("[2,4,4,6,2]"),
        LayerCase.of(() -> new SpatialDropout3D(0.5)).takes("[4,4,4,6,8]").differsInTraining(),
        LayerCase.of(() -> new AlphaDropout(0.5)).takes("[4,8]").differsInTraining(),
        LayerCase.of(() -> new GaussianDropout(0.5)).takes("[4,8]").differsInTraining(),
        LayerCase.of(() -> new GaussianNoise(0.5)).takes("[4,8]").differsInTraining(),
        LayerCase.of(() -> new CenterCrop(2, 2)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new Resizing(3, 5)).takes("[2,4,6,2]"),
        LayerCase.of(() -> new Permute(2, 1)).takes("[2,3,4]"),
        LayerCase.of(() -> new RepeatVector(3)).takes("[2,4]"),
        LayerCase.of(() -> new Masking()).takes("[2,3,4]"));
  }
}
