package io.gradus.bench;

import io.gradus.tensor.Tensor;
import java.io.IOException;
import java.util.OptionalDouble;

/// The smallest program: prints the product of two 2×2 matrices, then the most memory it held, in
/// MiB.
final class Tiny {
  private Tiny() {}

  public static void main(String[] arguments) throws IOException {
    Tensor a = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    Tensor b = Tensor.of(new float[][] {{5, 6}, {7, 8}});
    System.out.println(a.matmul(b));
    OptionalDouble peak = MachineUse.peakMiB();
    if (peak.isPresent()) {
      System.out.println(peak.getAsDouble());
    }
  }
}
