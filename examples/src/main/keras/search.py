import keras
import keras_tuner


def network(hp):
    model = keras.Sequential([
        keras.layers.Dense(hp.Int("units", 32, 128, step=32), activation="relu"),
        keras.layers.Dropout(hp.Float("drop", 0, 0.5)),
        keras.layers.Dense(10, activation="softmax"),
    ])
    rate = hp.Float("rate", 1e-4, 1e-2, sampling="log")
    adam = keras.optimizers.Adam(rate)
    model.compile(adam, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


(x, y), _ = keras.datasets.mnist.load_data()
x = x[:2000].reshape(-1, 784).astype("float32") / 255
y = y[:2000]
tuner = keras_tuner.RandomSearch(network, "val_accuracy", max_trials=4, seed=1, overwrite=True)
tuner.search(x, y, epochs=2, validation_split=0.2, verbose=0)
tuner.results_summary()
print("best:", tuner.get_best_hyperparameters()[0].values)
