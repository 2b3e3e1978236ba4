import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x[:6400].reshape(-1, 784).astype("float32") / 255
y = y[:6400]

for policy in ["float32", "mixed_bfloat16", "mixed_float16"]:
    keras.config.set_dtype_policy(policy)
    keras.utils.set_random_seed(1)
    model = keras.Sequential([
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax", dtype="float32"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=2, verbose=0)
    weights = model.layers[0].weights[0].dtype
    print(f"{policy}: weights {weights}, {history.history['accuracy'][-1]:.3f}")
