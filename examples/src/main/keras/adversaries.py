import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(1)
angles = np.random.uniform(0, 2 * np.pi, 4096)
circle = np.stack([np.cos(angles), np.sin(angles)], 1).astype("float32")
data = tf.data.Dataset.from_tensor_slices(circle).shuffle(4096).batch(128)
generator = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(2),
])
critic = keras.Sequential([
    keras.Input((2,)),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(1),
])
draws = keras.optimizers.Adam(0.001, beta_1=0.5)
judges = keras.optimizers.Adam(0.001, beta_1=0.5)
crossentropy = keras.losses.BinaryCrossentropy(from_logits=True)
yes = tf.ones((128, 1))

for epoch in range(30):
    for real in data:
        noise = tf.random.normal((128, 4))
        with tf.GradientTape() as tape:
            drawn = generator(noise, training=True)
            loss = crossentropy(yes, critic(real, training=True))
            loss += crossentropy(yes - 1, critic(drawn, training=True))
        gradients = tape.gradient(loss, critic.trainable_weights)
        judges.apply(gradients, critic.trainable_weights)
        with tf.GradientTape() as tape:
            drawn = generator(noise, training=True)
            loss = crossentropy(yes, critic(drawn, training=True))
        gradients = tape.gradient(loss, generator.trainable_weights)
        draws.apply(gradients, generator.trainable_weights)
radius = np.linalg.norm(generator.predict(np.random.normal(size=(1000, 4)), verbose=0), axis=1)
print("radius of what is drawn:", radius.mean())
