package io.gradus.nn.operation;

/// The classes of `keras.src.ops.image`, operations on images. [OperationClasses] has the form of a
/// row.
final class ImageClasses {
  static final String ROWS =
      """
      RGBToGrayscale rgb_to_grayscale(data_format=None) images
      RGBToHSV rgb_to_hsv(data_format=None) images
      HSVToRGB hsv_to_rgb(data_format=None) images
      Resize resize(size, interpolation='bilinear', antialias=False, \
          crop_to_aspect_ratio=False, pad_to_aspect_ratio=False, fill_mode='constant', fill_value=0.0, data_format=None) images
      AffineTransform affine_transform(interpolation='bilinear', fill_mode='constant', \
          fill_value=0, data_format=None) images, transform
      ExtractPatches extract_patches(size, strides=None, dilation_rate=1, padding='valid', \
          data_format=None) images
      ReconstructPatches reconstruct_patches(size, output_size, strides=None, padding='valid', \
          data_format=None) patches
      MapCoordinates map_coordinates(order, fill_mode='constant', fill_value=0) inputs, coordinates
      PadImages pad_images(top_padding=None, left_padding=None, bottom_padding=None, \
          right_padding=None, target_height=None, target_width=None, data_format=None) images
      CropImages crop_images(top_cropping=None, left_cropping=None, bottom_cropping=None, \
          right_cropping=None, target_height=None, target_width=None, data_format=None) images
      PerspectiveTransform perspective_transform(interpolation='bilinear', fill_value=0, \
          data_format=None) images, start_points, end_points
      GaussianBlur gaussian_blur(kernel_size=(3,3), sigma=(1.0,1.0), data_format=None) images
      ElasticTransform elastic_transform(alpha=20.0, sigma=5.0, interpolation='bilinear', \
          fill_mode='reflect', fill_value=0.0, seed=None, data_format=None) images
      ScaleAndTranslate scale_and_translate(spatial_dims, method, antialias=True) images, \
          output_shape, scale, translation
      SobelEdges sobel_edges(data_format=None) images
      SSIM ssim(max_val=1.0, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03, \
          data_format=None) image1, image2
      """;

  private ImageClasses() {}
}
