package io.gradus.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hashes against those of Guava's implementations, one for each length class.
class FingerprintTest {
  @ParameterizedTest
  @CsvSource({
    "20, 8233088228747857348, 5019403807766352326",
    "50, 4607997358663321893, 8228701013956825080",
    "200, -4507755807737601089, 6544777064179205003"
  })
  void ofRepeatedLetters(int length, long farm, long sip) {
    byte[] bytes = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
    assertThat(Fingerprint.farm(bytes)).isEqualTo(farm);
    assertThat(Fingerprint.sip(bytes, 1, 2)).isEqualTo(sip);
  }

  @ParameterizedTest
  @CsvSource({"A, 1, 1, 0", "B, 0, 2, 0", "C, 1, 1, 2", "D, 1, 0, 1", "E, 2, 2, 0"})
  void binsOfKerasDocumentation(String text, int plain, int salted, int saltedAlike) {
    assertThat(Fingerprint.bin(text, 3, null)).isEqualTo(plain);
    assertThat(Fingerprint.bin(text, 3, new Salt(133, 137))).isEqualTo(salted);
    assertThat(Fingerprint.bin(text, 3, new Salt(133, 133))).isEqualTo(saltedAlike);
  }
}
