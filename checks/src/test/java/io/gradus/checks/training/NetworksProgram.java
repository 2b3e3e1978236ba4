package io.gradus.checks.training;

/// The trainings of [Networks] as a program: prints a line for each. Public for another class
/// loader.
public final class NetworksProgram {
  private NetworksProgram() {}

  /// Trains and prints.
  public static void main(String[] arguments) {
    Networks.allTrained(false).forEach(System.out::println);
  }
}
