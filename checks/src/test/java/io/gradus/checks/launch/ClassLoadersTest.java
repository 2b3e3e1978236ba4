package io.gradus.checks.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Two applications in one process, each with a Gradus of its own, as servers have them.
class ClassLoadersTest {
  @Test
  void oneIsUnloadedWhileTheOtherGoesOn() {
    // The JDK itself keeps method handles by soft references, which stay for hours in a large heap.
    Java.Result result =
        Java.run(
            "-XX:SoftRefLRUPolicyMSPerMB=0",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            Java.location(TwoApplications.class),
            TwoApplications.class.getName(),
            Java.LIB);
    assertThat(result.out()).isEqualTo("the first is unloaded, the second goes on\n");
    assertThat(result.status()).isZero();
  }
}
