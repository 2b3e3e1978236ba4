package io.gradus.nn.operation;

import io.gradus.nn.layer.DataFormat;
import io.gradus.nn.layer.Resizing;
import io.gradus.tensor.Index;
import io.gradus.tensor.Interpolation;
import io.gradus.tensor.Padding;
import io.gradus.tensor.Sampler;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The functions of `keras.ops.image`, and the patches of `keras.ops.nn`.
final class ImageFunctions {
  private static final String WARP = " interpolation fill_mode fill_value data_format";

  private ImageFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("rgb_to_grayscale", "images data_format", a -> of(a, Tensor::rgbToGrayscale));
    table.row("rgb_to_hsv", "images data_format", a -> of(a, Tensor::rgbToHsv));
    table.row("hsv_to_rgb", "images data_format", a -> of(a, Tensor::hsvToRgb));
    table.row(
        "resize",
        "images size interpolation antialias crop_to_aspect_ratio pad_to_aspect_ratio fill_mode"
            + " fill_value data_format",
        ImageFunctions::resize);
    table.row("affine_transform", "images transform" + WARP, ImageFunctions::affine);
    table.row(
        "perspective_transform",
        "images start_points end_points interpolation fill_value data_format",
        ImageFunctions::perspective);
    table.row(
        "elastic_transform",
        "images alpha sigma interpolation fill_mode fill_value seed data_format",
        ImageFunctions::elastic);
    table.row(
        "map_coordinates",
        "inputs coordinates order fill_mode fill_value",
        ImageFunctions::mapCoordinates);
    table.row("gaussian_blur", "images kernel_size sigma data_format", ImageFunctions::blur);
    table.row("sobel_edges", "images data_format", ImageFunctions::sobel);
    table.row(
        "ssim",
        "image1 image2 max_val filter_size filter_sigma k1 k2 data_format",
        ImageFunctions::ssim);
    table.row(
        "scale_and_translate",
        "images output_shape scale translation spatial_dims method antialias",
        ImageFunctions::scaleAndTranslate);
    table.row(
        "crop_images",
        "images top_cropping left_cropping bottom_cropping right_cropping target_height"
            + " target_width data_format",
        ImageFunctions::crop);
    table.row(
        "pad_images",
        "images top_padding left_padding bottom_padding right_padding target_height target_width"
            + " data_format",
        ImageFunctions::pad);
    table.row(
        "extract_patches",
        "images size strides dilation_rate padding data_format",
        a -> patches(a, "images", a.integers("size").length == 3 ? 3 : 2));
    table.row(
        "extract_patches_3d",
        "volumes size strides dilation_rate padding data_format",
        a -> patches(a, "volumes", 3));
    table.row(
        "reconstruct_patches",
        "patches size output_size strides padding data_format",
        ImageFunctions::reconstruct);
    table.row("unfold", "x kernel_size dilation padding stride", ImageFunctions::unfold);
    table.row("fold", "x output_size kernel_size dilation padding stride", ImageFunctions::fold);
  }

  private static boolean isFirst(CallArguments a) {
    return a.has("data_format") && a.get("data_format").equals("channels_first");
  }

  private static Tensor toLast(CallArguments a, Tensor x, int spatial) {
    return isFirst(a) ? x.moveAxis(-1 - spatial, -1) : x;
  }

  private static Tensor fromLast(CallArguments a, Tensor x, int spatial) {
    return isFirst(a) ? x.moveAxis(-1, -1 - spatial) : x;
  }

  private static Tensor of(CallArguments a, UnaryOperator<Tensor> f) {
    Tensor x = a.tensor("images");
    // What is no image is refused as it stands.
    boolean image = x.rank() == 3 || x.rank() == 4;
    return image ? fromLast(a, f.apply(toLast(a, x, 2)), 2) : f.apply(x);
  }

  private static Tensor resize(CallArguments a) {
    int[] size = a.integers("size");
    if (size.length != 2) {
      throw new IllegalArgumentException(
          "resize: size must be height and width; got " + Arrays.toString(size));
    }
    if (a.has("fill_mode") && !a.get("fill_mode").equals("constant")) {
      throw new IllegalArgumentException(
          "resize: fill_mode must be constant; got " + a.get("fill_mode"));
    }
    Resizing resizing =
        new Resizing(size[0], size[1])
            .interpolation(a.has("interpolation") ? (String) a.get("interpolation") : "bilinear")
            .antialias(a.truth("antialias"))
            .dataFormat(isFirst(a) ? DataFormat.CHANNELS_FIRST : DataFormat.CHANNELS_LAST);
    if (a.truth("crop_to_aspect_ratio")) {
      resizing = resizing.cropToAspectRatio();
    }
    if (a.truth("pad_to_aspect_ratio")) {
      resizing = resizing.padToAspectRatio(a.number("fill_value", 0));
    }
    return resizing.resized(a.tensor("images"));
  }

  private static Sampler sampler(CallArguments a, String mode) {
    String between = a.has("interpolation") ? (String) a.get("interpolation") : "bilinear";
    Interpolation interpolation =
        switch (between) {
          case "nearest" -> Interpolation.NEAREST;
          case "bilinear" -> Interpolation.BILINEAR;
          default ->
              throw new IllegalArgumentException(
                  "interpolation must be nearest or bilinear; got " + between);
        };
    String beyond = a.has("fill_mode") ? (String) a.get("fill_mode") : mode;
    return new Sampler(interpolation, padding(beyond), a.number("fill_value", 0));
  }

  private static @Nullable Padding padding(String mode) {
    return switch (mode) {
      case "constant" -> null;
      case "nearest" -> Padding.EDGE;
      case "wrap" -> Padding.WRAP;
      case "mirror" -> Padding.REFLECT;
      case "reflect" -> Padding.SYMMETRIC;
      default ->
          throw new IllegalArgumentException(
              "fill_mode must be constant, nearest, wrap, mirror or reflect; got " + mode);
    };
  }

  private static Tensor affine(CallArguments a) {
    return of(a, x -> x.affineTransform(a.tensor("transform"), sampler(a, "constant")));
  }

  private static Tensor perspective(CallArguments a) {
    Tensor start = a.tensor("start_points");
    Tensor end = a.tensor("end_points");
    return of(a, x -> x.perspectiveTransform(start, end, sampler(a, "constant")));
  }

  private static Tensor elastic(CallArguments a) {
    double alpha = a.number("alpha", 20);
    double sigma = a.number("sigma", 5);
    return of(
        a, x -> x.elasticTransform(alpha, sigma, sampler(a, "reflect"), a.integer("seed", 0)));
  }

  private static Tensor mapCoordinates(CallArguments a) {
    int order = a.integer("order");
    if (order != 0 && order != 1) {
      throw new IllegalArgumentException("map_coordinates: order must be 0 or 1; got " + order);
    }
    Interpolation between = order == 0 ? Interpolation.NEAREST : Interpolation.BILINEAR;
    Padding beyond = padding(a.has("fill_mode") ? (String) a.get("fill_mode") : "constant");
    Tensor x = a.tensor("inputs");
    Tensor coordinates = coordinates(a);
    return beyond == null
        ? x.mapCoordinates(coordinates, between, a.number("fill_value", 0))
        : x.mapCoordinates(coordinates, between, beyond);
  }

  private static Tensor coordinates(CallArguments a) {
    return a.get("coordinates") instanceof Tensor tensor
        ? tensor
        : Tensor.stack(0, a.tensors("coordinates"));
  }

  private static Tensor blur(CallArguments a) {
    int[] size = a.each("kernel_size", 2, 3);
    double[] sigma = a.has("sigma") ? a.numbers("sigma") : new double[] {1};
    return of(
        a, x -> x.gaussianBlur(size[0], size[1], sigma[0], sigma[Math.min(1, sigma.length - 1)]));
  }

  private static Tensor sobel(CallArguments a) {
    Tensor edges = toLast(a, a.tensor("images"), 2).sobelEdges();
    return isFirst(a) ? edges.moveAxis(-2, -4) : edges;
  }

  private static Tensor ssim(CallArguments a) {
    return toLast(a, a.tensor("image1"), 2)
        .ssim(
            toLast(a, a.tensor("image2"), 2),
            a.number("max_val", 1),
            a.integer("filter_size", 11),
            a.number("filter_sigma", 1.5),
            a.number("k1", 0.01),
            a.number("k2", 0.03));
  }

  private static Tensor scaleAndTranslate(CallArguments a) {
    String method = (String) a.get("method");
    Interpolation interpolation =
        switch (method) {
          case "linear", "bilinear", "trilinear" -> Interpolation.BILINEAR;
          case "cubic", "bicubic", "tricubic" -> Interpolation.BICUBIC;
          case "lanczos3" -> Interpolation.LANCZOS3;
          case "lanczos5" -> Interpolation.LANCZOS5;
          default ->
              throw new IllegalArgumentException(
                  "scale_and_translate: method must be linear, cubic, lanczos3 or lanczos5; got "
                      + method);
        };
    return a.tensor("images")
        .scaleAndTranslate(
            a.shape("output_shape"),
            a.integers("spatial_dims"),
            a.numbers("scale"),
            a.numbers("translation"),
            interpolation,
            a.truth("antialias", true));
  }

  /// {@return before, length and after of an axis, of which two are given}
  private static long[] parts(CallArguments a, String before, String target, String after) {
    long given = Arrays.asList(before, target, after).stream().filter(a::has).count();
    if (given != 2) {
      throw new IllegalArgumentException(
          "needs exactly two of %s, %s, %s; got %d".formatted(before, after, target, given));
    }
    long[] parts = {a.integer(before, -1), a.integer(target, -1), a.integer(after, -1)};
    String[] names = {before, target, after};
    for (int i = 0; i < parts.length; i++) {
      if (a.has(names[i]) && parts[i] < 0) {
        throw new IllegalArgumentException(
            "%s must be at least 0; got %d".formatted(names[i], parts[i]));
      }
    }
    return parts;
  }

  private static long known(String what, long number) {
    if (number < 0) {
      throw new IllegalArgumentException("%s must be at least 0; got %d".formatted(what, number));
    }
    return number;
  }

  private static Tensor crop(CallArguments a) {
    long[] rows = parts(a, "top_cropping", "target_height", "bottom_cropping");
    long[] columns = parts(a, "left_cropping", "target_width", "right_cropping");
    return of(
        a,
        x -> {
          checkImage("crop_images", x);
          return x.get(
              Index.ELLIPSIS,
              cut("height", x.dim(-3), rows),
              cut("width", x.dim(-2), columns),
              Index.ALL);
        });
  }

  private static Index cut(String what, long length, long[] parts) {
    long start = known(what, parts[0] >= 0 ? parts[0] : length - parts[1] - parts[2]);
    long target = known(what, parts[1] >= 0 ? parts[1] : length - parts[0] - parts[2]);
    if (start + target > length) {
      throw new IllegalArgumentException(
          "crop_images: %s %d from %d on is beyond %d".formatted(what, target, start, length));
    }
    return Index.range(start, start + target);
  }

  private static Tensor pad(CallArguments a) {
    long[] rows = parts(a, "top_padding", "target_height", "bottom_padding");
    long[] columns = parts(a, "left_padding", "target_width", "right_padding");
    return of(
        a,
        x -> {
          checkImage("pad_images", x);
          long[][] widths = new long[x.rank()][2];
          widths[x.rank() - 3] = margins("height", x.dim(-3), rows);
          widths[x.rank() - 2] = margins("width", x.dim(-2), columns);
          return x.pad(widths);
        });
  }

  private static long[] margins(String what, long length, long[] parts) {
    long before = parts[0] >= 0 ? parts[0] : parts[1] - parts[2] - length;
    long after = parts[2] >= 0 ? parts[2] : parts[1] - parts[0] - length;
    return new long[] {known(what + " padding", before), known(what + " padding", after)};
  }

  private static void checkImage(String function, Tensor x) {
    if (x.rank() != 3 && x.rank() != 4) {
      throw new IllegalArgumentException(
          "%s: needs an image of 3 axes or a batch of 4; got %s".formatted(function, x.type()));
    }
  }

  private static boolean isSame(CallArguments a) {
    String padding = a.has("padding") ? (String) a.get("padding") : "valid";
    if (!padding.equals("valid") && !padding.equals("same")) {
      throw new IllegalArgumentException("padding must be valid or same; got " + padding);
    }
    return padding.equals("same");
  }

  private static Tensor patches(CallArguments a, String input, int axes) {
    int[] size = a.each("size", axes, 1);
    int[] strides = a.has("strides") ? a.each("strides", axes, 1) : size;
    int[] dilation = a.each("dilation_rate", axes, 1);
    Tensor x = toLast(a, a.tensor(input), axes);
    return fromLast(a, x.patches(size, strides, dilation, isSame(a)), axes);
  }

  private static Tensor reconstruct(CallArguments a) {
    int[] output = a.integers("output_size");
    int[] size = a.each("size", output.length, 1);
    if (a.has("strides") && !Arrays.equals(a.each("strides", output.length, 1), size)) {
      throw KerasOp.missing("reconstruct_patches of patches that overlap");
    }
    Tensor x = toLast(a, a.tensor("patches"), output.length);
    if (!isSame(a)) {
      int first = x.rank() - 1 - output.length;
      for (int i = 0; i < output.length && first >= 0; i++) {
        if (x.dim(first + i) * size[i] != output[i]) {
          throw new IllegalArgumentException(
              "reconstruct_patches: without padding output_size must be that of the patches"
                  + " together; got %s of %s".formatted(Arrays.toString(output), x.type()));
        }
      }
    }
    return fromLast(a, x.reconstructPatches(size, output), output.length);
  }

  private static Tensor unfold(CallArguments a) {
    return a.tensor("x")
        .unfold(
            a.each("kernel_size", 2, 1),
            a.each("dilation", 2, 1),
            a.each("padding", 2, 0),
            a.each("stride", 2, 1));
  }

  private static Tensor fold(CallArguments a) {
    return a.tensor("x")
        .fold(
            a.each("output_size", 2, 1),
            a.each("kernel_size", 2, 1),
            a.each("dilation", 2, 1),
            a.each("padding", 2, 0),
            a.each("stride", 2, 1));
  }
}
