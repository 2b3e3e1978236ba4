package io.gradus.selection.tuning;

/// A mistake in what a search is told, such as a builder that asks for a name in two ways: no
/// failure of a trial, but the end of the search.
final class SetupException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  SetupException(String message) {
    super(message);
  }

  SetupException(String name, IllegalArgumentException cause) {
    super("hyper-parameter \"%s\": %s".formatted(name, cause.getMessage()), cause);
  }
}
