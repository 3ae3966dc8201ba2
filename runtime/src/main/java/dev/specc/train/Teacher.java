package dev.specc.train;

import dev.specc.data.Batch;
import dev.specc.data.Targets;

/** What adds to the targets of a batch. */
@FunctionalInterface
public interface Teacher {
  /** The batch's targets, with what the teacher has to say of its images. */
  Targets teach(Batch batch);

  /** Another net says what it thinks of the same images. */
  static Teacher of(Classifier net) {
    return batch -> new Targets.Taught(batch.targets(), net.predict(batch.images()));
  }

  /** The labels are all there is to learn from. */
  static Teacher none() {
    return Batch::targets;
  }
}
