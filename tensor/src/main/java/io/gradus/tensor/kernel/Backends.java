package io.gradus.tensor.kernel;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/// The backends of this JVM: the plain one that is always there, and those that providers offer.
public final class Backends {
  /// The name that stands for the best usable backend.
  public static final String AUTO = "auto";

  /// The name of the backend that is always there.
  public static final String SCALAR = "scalar";

  private static final System.Logger LOG = System.getLogger("io.gradus");
  private static final AtomicBoolean FALLBACK_TOLD = new AtomicBoolean();

  private Backends() {}

  /// One backend and whether it can be used here.
  ///
  /// @param name the name as `gradus.backend` takes it
  /// @param obstacle why it cannot be used and what would change that; empty if it can
  /// @param drawback why it is slow here, and so taken only by name; empty if it is not
  public record Candidate(String name, Optional<String> obstacle, Optional<String> drawback) {
    static Candidate of(KernelsProvider provider) {
      Optional<String> obstacle = provider.obstacle();
      Optional<String> drawback =
          obstacle.isPresent()
              ? Optional.empty()
              : provider
                  .drawback()
                  .map(reason -> reason + "; gradus.backend=" + provider.name() + " forces it");
      return new Candidate(provider.name(), obstacle, drawback);
    }

    /// {@return whether it is taken where nothing else is asked for}
    public boolean isRecommended() {
      return obstacle.isEmpty() && drawback.isEmpty();
    }
  }

  /// {@return all backends, best first}
  public static List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (KernelsProvider provider : providers()) {
      candidates.add(Candidate.of(provider));
    }
    candidates.add(new Candidate(SCALAR, Optional.empty(), Optional.empty()));
    return candidates;
  }

  static Cpu choose(String backend, int threads) {
    Workers workers = new Workers(threads);
    List<String> names = new ArrayList<>(List.of(AUTO));
    for (KernelsProvider provider : providers()) {
      names.add(provider.name());
      if (provider.name().equals(backend)) {
        Optional<String> obstacle = provider.obstacle();
        if (obstacle.isPresent()) {
          throw new IllegalArgumentException("backend " + backend + ": " + obstacle.get());
        }
        return cpu(provider.create(workers), threads);
      }
      if (backend.equals(AUTO)) {
        Candidate candidate = Candidate.of(provider);
        if (candidate.isRecommended()) {
          return cpu(provider.create(workers), threads);
        }
        tellFallback(candidate.name(), candidate.obstacle().or(candidate::drawback).orElseThrow());
      }
    }
    names.add(SCALAR);
    if (!names.contains(backend)) {
      throw new IllegalArgumentException(
          "backend: unknown name \"" + backend + "\"; known: " + String.join(", ", names));
    }
    return cpu(new ScalarKernels(workers), threads);
  }

  private static Cpu cpu(Kernels kernels, int threads) {
    LOG.log(Level.DEBUG, "backend {0}, {1} threads", kernels.description(), threads);
    return new Cpu("cpu", kernels);
  }

  private static void tellFallback(String name, String obstacle) {
    if (FALLBACK_TOLD.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, "the {0} backend is not used: {1}", name, obstacle);
    }
  }

  private static ServiceLoader<KernelsProvider> providers() {
    return ServiceLoader.load(KernelsProvider.class, KernelsProvider.class.getClassLoader());
  }
}
