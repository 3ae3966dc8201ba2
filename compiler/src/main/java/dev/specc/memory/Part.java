package dev.specc.memory;

/** What memory is taken for. */
public enum Part {
  /** Parameters, and buffers such as running statistics. */
  WEIGHTS("weights"),
  /** Copies of weights in the precision of the products that they are factors of. */
  LOW_WEIGHTS("weights in 16 bits"),
  /** The exponential moving average of the weights, where the recipe keeps one. */
  AVERAGES("averaged weights"),
  /** What the optimizer remembers of each parameter. */
  OPTIMIZER("optimizer state"),
  /**
   * What the net itself takes of a CPU's memory: its script, and the kernels made for its shapes.
   */
  CODE("code"),
  /** Of the parameters. */
  GRADIENTS("gradients"),
  /** The inputs of the step. */
  BATCH("batch"),
  /** Results of nodes that are still to be read, by nodes or by the backward pass. */
  ACTIVATIONS("activations"),
  /** Gradients of activations, and what an op takes while it runs. */
  TEMPORARIES("temporaries");

  private final String words;

  Part(String words) {
    this.words = words;
  }

  /** As tables name it. */
  public String words() {
    return words;
  }
}
