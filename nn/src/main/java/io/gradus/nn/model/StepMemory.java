package io.gradus.nn.model;

import io.gradus.tensor.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// What a step takes in memory, told when there was not enough.
///
/// @param operation the method that was called
/// @param inputs the types of what the step was given
/// @param bytes what the program of a step takes for inputs of other types
record StepMemory(
    String operation, List<TensorType> inputs, ToLongFunction<List<TensorType>> bytes) {
  private static final long MIB = 1 << 20;

  /// The share of what is free that a suggested step may take: the rest is the next batch's, and
  /// room for the collector.
  private static final double USED = 0.8;

  /// {@return an error that says what the step takes and what would fit, with the first one as its
  /// cause; that itself where it is no lack of heap or the numbers cannot be had}
  OutOfMemoryError explained(OutOfMemoryError e) {
    String said = String.valueOf(e.getMessage());
    if (e.getCause() != null || said.contains("thread") || said.contains("Metaspace")) {
      return e;
    }
    try {
      OutOfMemoryError told = new OutOfMemoryError(text());
      told.initCause(e);
      return told;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError _) {
      return e;
    }
  }

  private String text() {
    long samples = inputs.getFirst().shape().dim(0);
    Runtime heap = Runtime.getRuntime();
    // What the failed step left behind does not count.
    System.gc();
    long used = heap.totalMemory() - heap.freeMemory();
    long most = heap.maxMemory();
    long free = (long) (USED * (most - used));
    return "%s: a step of %,d samples takes about %,d MiB; the heap (-Xmx) has %,d MiB, of which %,d are in use; %s"
        .formatted(
            operation, samples, mib(need(samples)), mib(most), mib(used), advice(samples, free));
  }

  private static long mib(long bytes) {
    return Math.ceilDiv(bytes, MIB);
  }

  private String advice(long samples, long free) {
    if (need(1) > free) {
      return "not even one sample fits";
    }
    long fitting = Long.highestOneBit(Math.max(1, samples - 1));
    while (fitting > 1 && need(fitting) > free) {
      fitting /= 2;
    }
    return "a batch size of %,d fits".formatted(fitting);
  }

  private long need(long samples) {
    List<TensorType> types = new ArrayList<>();
    long given = 0;
    for (TensorType type : inputs) {
      TensorType part = type.withShape(type.shape().withDim(0, samples));
      types.add(part);
      given += part.bytes();
    }
    return given + bytes.applyAsLong(types);
  }
}
