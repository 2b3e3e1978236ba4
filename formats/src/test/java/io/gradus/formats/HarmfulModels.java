package io.gradus.formats;

import io.gradus.nn.model.LoadOptions;
import io.gradus.nn.model.Model;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// Architectures that are made to take the memory or the time of who reads them. A program of its
/// own, so that its heap can be bounded; see [HarmfulModelsTest].
final class HarmfulModels {
  private static final long SLOW = 30_000_000_000L;

  private HarmfulModels() {}

  /// Reads those whose names match `args[0]`; says of each what came of it.
  public static void main(String[] args) throws Exception {
    for (Map.Entry<String, Callable<String>> each : all().entrySet()) {
      if (each.getKey().matches(args[0])) {
        long start = System.nanoTime();
        String result = result(each.getValue());
        boolean slow = System.nanoTime() - start > SLOW;
        System.out.println(each.getKey() + ": " + (slow ? "slow, " : "") + result);
      }
    }
  }

  private static String result(Callable<String> file) throws Exception {
    try {
      return "read " + file.call();
    } catch (ModelFormatException e) {
      return "refused " + e.problem();
    } catch (Throwable e) {
      return "failed " + e;
    }
  }

  private static String load(String json) throws IOException {
    Model model = Models.fromJson(json, LoadOptions.DEFAULT.compile(true));
    return model.layers().size() + " layers";
  }

  private static String sequential(String name, String layers) {
    return "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{\"name\":\"%s\",\"layers\":[%s]}}"
        .formatted(name, layers);
  }

  private static String shared(int id, String layer) {
    return "%s,\"shared_object_id\":%d}".formatted(layer.substring(0, layer.length() - 1), id);
  }

  private static String input(String dims) {
    return layer("InputLayer", "\"batch_shape\":[null" + dims + "]");
  }

  static String layer(String className, String config) {
    return "{\"module\":\"keras.layers\",\"class_name\":\"%s\",\"config\":{%s}}"
        .formatted(className, config);
  }

  static String tensor(String layer) {
    return "{\"class_name\":\"__keras_tensor__\",\"config\":{\"keras_history\":[\"%s\",0,0]}}"
        .formatted(layer);
  }

  private static String node(String layer, String args) {
    return "%s,\"inbound_nodes\":[{\"args\":[%s],\"kwargs\":{}}]}"
        .formatted(layer.substring(0, layer.length() - 1), args);
  }

  static String graph(String name, String layers, String out) {
    return ("{\"module\":\"keras\",\"class_name\":\"Functional\",\"config\":{\"name\":\"%s\",\"layers\":[%s],"
                + "\"input_layers\":[[\"in\",0,0]],\"output_layers\":[%s]}}")
        .formatted(name, layers, out);
  }

  static String in(String dims) {
    return "{\"module\":\"keras.layers\",\"class_name\":\"InputLayer\",\"config\":{\"name\":\"in\",\"batch_shape\":[null%s]},\"inbound_nodes\":[]}"
        .formatted(dims);
  }

  static String one(String layer, String dims) {
    return sequential("s", input(dims) + "," + layer);
  }

  private static Map<String, Callable<String>> all() {
    Map<String, Callable<String>> all = new LinkedHashMap<>();
    all.put(
        "nested sequential",
        () -> {
          String model = sequential("m", input(",1") + "," + layer("Dense", "\"units\":1"));
          for (int i = 0; i < 40; i++) {
            model = sequential("m" + i, input(",1") + "," + model);
          }
          return load(model);
        });
    all.put(
        "nested sequential without input",
        () -> {
          String model = sequential("m", layer("Dense", "\"units\":1"));
          for (int i = 0; i < 40; i++) {
            model = sequential("m" + i, (i == 39 ? input(",1") + "," : "") + model);
          }
          return load(model);
        });
    all.put(
        "nested called twice",
        () -> {
          String model = layer("Dense", "\"units\":1,\"name\":\"x\"");
          String name = "x";
          for (int i = 0; i < 40; i++) {
            String twice =
                node(model, tensor("in"))
                    .replaceFirst(
                        "(?s)(.*)\\}\\]\\}$",
                        "$1},{\"args\":[{\"class_name\":\"__keras_tensor__\",\"config\":{\"keras_history\":[\""
                            + name
                            + "\",0,0]}}],\"kwargs\":{}}]}");
            // The making of a model is its own call 0.
            int last = i == 0 ? 1 : 2;
            model = graph("g" + i, in(",1") + "," + twice, "[\"%s\",%d,0]".formatted(name, last));
            name = "g" + i;
          }
          return load(model);
        });
    all.put(
        "pipeline twice",
        () -> {
          String model = shared(0, layer("Rescaling", "\"scale\":1,\"offset\":0"));
          for (int i = 1; i <= 30; i++) {
            String again = shared(i - 1, layer("Pipeline", "\"layers\":[]"));
            model = shared(i, layer("Pipeline", "\"layers\":[" + model + "," + again + "]"));
          }
          return load(one(model, ",1"));
        });
    all.put(
        "unroll", () -> load(one(layer("LSTM", "\"units\":1,\"unroll\":true"), ",2000000000,1")));
    all.put(
        "unroll gru",
        () ->
            load(
                one(
                    layer("GRU", "\"units\":1,\"unroll\":true,\"return_sequences\":true"),
                    ",2000000000,1")));
    all.put(
        "many layers",
        () -> {
          StringBuilder layers = new StringBuilder(input(",1"));
          for (int i = 0; i < 50_000; i++) {
            layers.append(',').append(layer("ReLU", ""));
          }
          return load(sequential("s", layers.toString()));
        });
    all.put(
        "chain",
        () -> {
          StringBuilder layers = new StringBuilder(in(",1"));
          String last = "in";
          for (int i = 0; i < 100_000; i++) {
            String name = "l" + i;
            layers
                .append(',')
                .append(node(layer("ReLU", "\"name\":\"" + name + "\""), tensor(last)));
            last = name;
          }
          return load(graph("g", layers.toString(), "[\"%s\",0,0]".formatted(last)));
        });
    all.put(
        "backwards",
        () -> {
          StringBuilder layers = new StringBuilder();
          for (int i = 50_000; i > 0; i--) {
            String last = i == 1 ? "in" : "l" + (i - 1);
            layers.append(node(layer("ReLU", "\"name\":\"l" + i + "\""), tensor(last))).append(',');
          }
          return load(graph("g", layers + in(",1"), "[\"l50000\",0,0]"));
        });
    all.put(
        "many inputs of one call",
        () -> {
          StringBuilder layers = new StringBuilder();
          StringBuilder list = new StringBuilder();
          for (int i = 0; i < 5_000; i++) {
            list.append(i == 0 ? "" : ",").append(tensor("l" + i));
          }
          layers.append(node(layer("Add", "\"name\":\"sum\""), "[" + list + "]")).append(',');
          for (int i = 0; i < 5_000; i++) {
            layers.append(node(layer("ReLU", "\"name\":\"l" + i + "\""), tensor("in"))).append(',');
          }
          return load(graph("g", layers + in(",1"), "[\"sum\",0,0]"));
        });
    all.put(
        "category encoding",
        () ->
            load(
                one(
                    layer(
                        "CategoryEncoding",
                        "\"num_tokens\":2000000000,\"output_mode\":\"multi_hot\""),
                    ",1")));
    all.put(
        "category encoding one hot",
        () ->
            load(
                one(
                    layer(
                        "CategoryEncoding",
                        "\"num_tokens\":2000000000,\"output_mode\":\"one_hot\""),
                    ",1")));
    all.put(
        "hashing",
        () ->
            load(
                one(
                    layer("Hashing", "\"num_bins\":2000000000,\"output_mode\":\"multi_hot\""),
                    ",1")));
    all.put(
        "lookup",
        () ->
            load(
                one(
                    layer(
                        "IntegerLookup",
                        "\"max_tokens\":null,\"vocabulary\":[1,2],\"num_oov_indices\":2000000000,\"output_mode\":\"multi_hot\""),
                    ",1")));
    all.put(
        "lookup padded",
        () ->
            load(
                one(
                    layer(
                        "IntegerLookup",
                        "\"max_tokens\":2000000000,\"vocabulary\":[1,2],\"pad_to_max_tokens\":true,\"output_mode\":\"multi_hot\""),
                    ",1")));
    all.put(
        "lookup padded tf-idf",
        () ->
            load(
                one(
                    layer(
                        "IntegerLookup",
                        "\"max_tokens\":2000000000,\"vocabulary\":[1,2],\"idf_weights\":[1,2],\"pad_to_max_tokens\":true,\"output_mode\":\"tf_idf\""),
                    ",1")));
    for (String how : new String[] {"nearest", "bilinear", "bicubic", "lanczos3"}) {
      all.put(
          "resizing " + how,
          () ->
              load(
                  one(
                      layer(
                          "Resizing",
                          "\"height\":1000000000,\"width\":1000000000,\"interpolation\":\""
                              + how
                              + "\""),
                      ",2,2,1")));
      all.put(
          "upsampling " + how,
          () ->
              load(
                  one(
                      layer(
                          "UpSampling2D",
                          "\"size\":[1000000000,1000000000],\"interpolation\":\"" + how + "\""),
                      ",2,2,1")));
    }
    all.put(
        "resizing cropped",
        () ->
            load(
                one(
                    layer(
                        "Resizing",
                        "\"height\":1000000000,\"width\":1000000000,\"crop_to_aspect_ratio\":true"),
                    ",2,2,1")));
    all.put(
        "resizing padded",
        () ->
            load(
                one(
                    layer(
                        "Resizing",
                        "\"height\":1000000000,\"width\":1000000000,\"pad_to_aspect_ratio\":true"),
                    ",2,2,1")));
    all.put("upsampling 1", () -> load(one(layer("UpSampling1D", "\"size\":2000000000"), ",2,2")));
    all.put(
        "upsampling 3",
        () -> load(one(layer("UpSampling3D", "\"size\":[2000000000,2000000000,1]"), ",2,2,2,1")));
    all.put(
        "center crop",
        () ->
            load(one(layer("CenterCrop", "\"height\":1000000000,\"width\":1000000000"), ",2,2,1")));
    all.put(
        "center crop of huge",
        () ->
            load(
                one(
                    layer("CenterCrop", "\"height\":1000000000,\"width\":1000000000"),
                    ",2000000000,2000000000,1")));
    all.put(
        "random crop",
        () ->
            load(
                one(
                    layer("RandomCrop", "\"height\":1000000000,\"width\":1000000000"),
                    ",2000000000,2000000000,1")));
    all.put(
        "causal",
        () ->
            load(
                graph(
                    "g",
                    in(",2000000000,4")
                        + ",{\"module\":\"keras.layers\",\"class_name\":\"MultiHeadAttention\",\"config\":{\"name\":\"a\",\"num_heads\":1,\"key_dim\":2},\"inbound_nodes\":[{\"args\":["
                        + tensor("in")
                        + ","
                        + tensor("in")
                        + "],\"kwargs\":{\"use_causal_mask\":true}}]}",
                    "[\"a\",0,0]")));
    all.put(
        "causal attention",
        () ->
            load(
                graph(
                    "g",
                    in(",2000000000,4")
                        + ",{\"module\":\"keras.layers\",\"class_name\":\"Attention\",\"config\":{\"name\":\"a\"},\"inbound_nodes\":[{\"args\":[["
                        + tensor("in")
                        + ","
                        + tensor("in")
                        + "]],\"kwargs\":{\"use_causal_mask\":true}}]}",
                    "[\"a\",0,0]")));
    all.put("repeat", () -> load(one(layer("RepeatVector", "\"n\":2000000000"), ",2")));
    all.put(
        "discretization",
        () ->
            load(
                one(
                    layer("Discretization", "\"bin_boundaries\":[0],\"output_mode\":\"one_hot\""),
                    ",1000000000")));
    all.put(
        "discretization bins",
        () -> load(one(layer("Discretization", "\"num_bins\":2000000000"), ",1")));
    all.put(
        "crossing",
        () ->
            load(
                one(
                    layer("HashedCrossing", "\"num_bins\":2000000000,\"output_mode\":\"one_hot\""),
                    ",1")));
    all.put(
        "vectorization",
        () -> load(one(layer("TextVectorization", "\"ngrams\":2000000000"), ",1")));
    all.put(
        "spectrogram",
        () ->
            load(
                one(
                    layer(
                        "STFTSpectrogram",
                        "\"frame_length\":1000000000,\"frame_step\":1,\"fft_length\":1073741824"),
                    ",2000000000")));
    all.put(
        "mel",
        () ->
            load(
                one(
                    layer("MelSpectrogram", "\"num_mel_bins\":100000000,\"fft_length\":1048576"),
                    ",2000000")));
    all.put(
        "mel bank",
        () ->
            load(
                one(
                    layer("MelSpectrogram", "\"num_mel_bins\":2000,\"fft_length\":1048576"),
                    ",2000000")));
    all.put(
        "blur",
        () ->
            load(
                one(
                    layer(
                        "RandomGaussianBlur",
                        "\"kernel_size\":[1000000001,1000000001],\"factor\":1.0"),
                    ",4,4,1")));
    all.put(
        "equalization", () -> load(one(layer("Equalization", "\"bins\":2000000000"), ",4,4,1")));
    all.put(
        "tiles",
        () ->
            load(
                one(
                    layer(
                        "ContrastLimitedAdaptiveHistogramEqualization",
                        "\"tile_grid_size\":[1000000000,1000000000]"),
                    ",4,4,1")));
    all.put("dense", () -> load(one(layer("Dense", "\"units\":2000000000"), ",2000000000")));
    all.put(
        "embedding",
        () ->
            load(
                one(
                    layer("Embedding", "\"input_dim\":2000000000,\"output_dim\":2000000000"),
                    ",2")));
    all.put(
        "stacked",
        () -> {
          StringBuilder cells = new StringBuilder();
          for (int i = 0; i < 3000; i++) {
            cells
                .append(i == 0 ? "" : ",")
                .append(layer("LSTMCell", "\"units\":1,\"name\":\"c" + i + "\""));
          }
          return load(
              one(
                  layer("RNN", "\"cell\":" + layer("StackedRNNCells", "\"cells\":[" + cells + "]")),
                  ",3,1"));
        });
    all.put(
        "time distributed",
        () -> {
          String inner = layer("Dense", "\"units\":1");
          for (int i = 0; i < 30; i++) {
            inner = layer("TimeDistributed", "\"layer\":" + inner);
          }
          return load(one(inner, ",1".repeat(32)));
        });
    all.put(
        "zero padding",
        () ->
            load(
                one(
                    layer(
                        "ZeroPadding2D",
                        "\"padding\":[[1000000000,1000000000],[1000000000,1000000000]]"),
                    ",2,2,1")));

    operations()
        .forEach(
            (name, config) -> all.put("operation " + name, () -> load(operation(name, config))));
    for (String metric :
        new String[] {
          "AUC\",\"config\":{\"num_thresholds\":2000000000}",
          "MeanIoU\",\"config\":{\"num_classes\":2000000000}",
          "Precision\",\"config\":{\"thresholds\":[" + "0.5,".repeat(100_000) + "0.5]}",
        }) {
      all.put(
          "metric " + metric.substring(0, metric.indexOf(34)),
          () -> {
            String model = one(layer("Dense", "\"units\":1"), ",1");
            return load(
                model.substring(0, model.length() - 1)
                    + ",\"compile_config\":{\"optimizer\":\"adam\",\"loss\":\"mse\",\"metrics\":[{\"class_name\":\""
                    + metric
                    + "}]}}");
          });
    }
    all.put(
        "metrics",
        () -> {
          String model = one(layer("Dense", "\"units\":1"), ",1");
          return load(
              model.substring(0, model.length() - 1)
                  + ",\"compile_config\":{\"optimizer\":\"adam\",\"loss\":\"mse\",\"metrics\":["
                  + "{\"class_name\":\"AUC\",\"config\":{}},".repeat(30_000)
                  + "\"mae\"]}}");
        });
    return all;
  }

  // What the constructors of Keras' operations are told.
  private static Map<String, String> operations() {
    return Map.of(
        "Repeat", "\"repeats\":2000000000,\"axis\":1",
        "Tile", "\"repeats\":[1,2000000000]",
        "Split", "\"indices_or_sections\":2000000000,\"axis\":1",
        "Pad", "\"pad_width\":[[0,0],[1000000000,1000000000]],\"mode\":\"constant\"",
        "Eye", "\"N\":1000000000",
        "Roll", "\"shift\":2000000000,\"axis\":1",
        "Unfold", "\"kernel_size\":2000000000",
        "BroadcastTo", "\"shape\":[2000000000,4]",
        "Resize", "\"size\":[1000000000,1000000000]",
        "OneHot", "\"num_classes\":2000000000");
  }

  private static String operation(String name, String config) {
    String op =
        ("{\"module\":\"keras.src.ops.numpy\",\"class_name\":\"%s\","
                + "\"config\":{\"name\":\"op\",%s},\"registered_name\":\"%s\",\"name\":\"op\","
                + "\"inbound_nodes\":[{\"args\":[%s],\"kwargs\":{}}]}")
            .formatted(name, config, name, tensor("in"));
    return graph("g", in(",4") + "," + op, "[\"op\",0,0]");
  }
}
