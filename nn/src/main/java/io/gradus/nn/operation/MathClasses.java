package io.gradus.nn.operation;

/// The classes of `keras.src.ops.math`, mathematical operations. [OperationClasses] has the form of
/// a row.
final class MathClasses {
  static final String ROWS =
      """
      SegmentSum segment_sum(num_segments=None, sorted=False) data, segment_ids
      SegmentMax segment_max(num_segments=None, sorted=False) data, segment_ids
      SegmentMin segment_min(num_segments=None, sorted=False) data, segment_ids
      SegmentProd segment_prod(num_segments=None, sorted=False) data, segment_ids
      TopK top_k(k, sorted=True, is_stable?=True) x
      InTopK in_top_k(k) targets, predictions
      Logsumexp logsumexp(axis=None, keepdims=False) x
      CDist cdist() x, y
      ExtractSequences extract_sequences(sequence_length, sequence_stride) x
      FFT fft() x
      FFT2 fft2() x
      Gammainc gammainc() x1, x2
      IFFT2 ifft2() x
      RFFT rfft(fft_length=None) x
      IRFFT irfft(fft_length=None) x
      STFT stft(sequence_length, sequence_stride, fft_length, window='hann', center=True) x
      ISTFT istft(sequence_length, sequence_stride, fft_length, length=None, window='hann', \
          center=True) x
      Rsqrt rsqrt() x
      Erf erf() x
      Erfc erfc() x
      Erfinv erfinv() x
      Logdet logdet() x
      ViewAsComplex view_as_complex() x
      ViewAsReal view_as_real() x
      """;

  private MathClasses() {}
}
