import tempfile

import keras

run = tempfile.mkdtemp()
(x, y), _ = keras.datasets.mnist.load_data()
x = x[:4000].reshape(-1, 784).astype("float32") / 255
y = y[:4000]
keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    x,
    y,
    epochs=50,
    validation_split=0.2,
    verbose=0,
    callbacks=[
        keras.callbacks.ModelCheckpoint(run + "/best.keras", monitor="val_loss", save_best_only=True),
        keras.callbacks.ReduceLROnPlateau(patience=2, factor=0.2),
        keras.callbacks.EarlyStopping(patience=4, restore_best_weights=True),
        keras.callbacks.CSVLogger(run + "/log.csv"),
        keras.callbacks.BackupAndRestore(run + "/backup"),
    ],
)
print("epochs:", len(history.history["loss"]))
print("lines of the log:", len(open(run + "/log.csv").readlines()))
best = keras.models.load_model(run + "/best.keras")
print(best.evaluate(x[3200:], y[3200:], verbose=0, return_dict=True))
