package io.gradus.selection;

/// How well a class was predicted, or classes on average.
///
/// @param precision the share of the class's predictions that are right
/// @param recall the share of the class's samples that were found
/// @param f1 the harmonic mean of the two
/// @param support the number of samples
public record ClassScores(double precision, double recall, double f1, long support) {}
