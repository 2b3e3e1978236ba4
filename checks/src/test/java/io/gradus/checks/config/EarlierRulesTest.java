package io.gradus.checks.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.formats.Models;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.layer.InputLayer;
import io.gradus.nn.loss.BinaryCrossentropy;
import io.gradus.nn.metric.Accuracy;
import io.gradus.nn.model.Model;
import io.gradus.nn.model.Sequential;
import io.gradus.nn.optimizer.Adagrad;
import io.gradus.nn.optimizer.Nadam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What Keras 3 has no words for is not in what is saved, so that it opens there.
class EarlierRulesTest {
  private static final Path FILES =
      Path.of(System.getProperty("gradus.root", ".."), "checks/src/test/resources/keras2");

  private static Map<?, ?> compiled(Model model) {
    Map<String, Object> written =
        JsonMapper.builder().build().readValue(Models.toJson(model), new TypeReference<>() {});
    return (Map<?, ?>) written.get("compile_config");
  }

  private static Map<?, ?> optimizerOf(Model model) {
    return (Map<?, ?>) ((Map<?, ?>) compiled(model).get("optimizer")).get("config");
  }

  @Test
  void rulesOfOptimizersAreLeftOut() throws IOException {
    Model nadam = Model.load(FILES.resolve("2.3.1-tf-optimizer-nadam.h5"));
    assertThat(((Nadam) nadam.optimizer().optimizer()).scheduleDecay()).isNotEqualTo(1.0);
    assertThat(optimizerOf(nadam).containsKey("schedule_decay")).isFalse();
    Model adagrad = Model.load(FILES.resolve("2.3.1-tf-optimizer-adagrad.h5"));
    assertThat(((Adagrad) adagrad.optimizer().optimizer()).epsilonBesideRoot()).isTrue();
    assertThat(optimizerOf(adagrad).containsKey("epsilon_beside_root")).isFalse();
  }

  @Test
  void anObjectOfAccuracyComparesAsItIs() throws IOException {
    Sequential model = new Sequential(new InputLayer(4), new Dense(1, "sigmoid"));
    model.compile(new Nadam(), new BinaryCrossentropy(), new Accuracy());
    model.build();
    assertThat(compiled(model).get("metrics")).asString().isEqualTo("[accuracy]");
    model.compile(new Nadam(), new BinaryCrossentropy(), new Accuracy().exact());
    assertThat(compiled(model).get("metrics")).asString().contains("class_name=Accuracy");
    Model read = Models.fromJson(Models.toJson(model));
    assertThat(compiled(read)).isEqualTo(compiled(model));
  }
}
