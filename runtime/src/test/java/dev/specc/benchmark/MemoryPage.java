package dev.specc.benchmark;

import dev.specc.memory.Bytes;
import dev.specc.memory.Processor;
import dev.specc.memory.StepModel;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of docs/memory.md, from a run of {@link PeakMemory}. */
final class MemoryPage {
  private MemoryPage() {}

  /**
   * One measurement.
   *
   * @param process resident before the net was made, without the Java heap
   */
  record Row(String net, StepModel model, int batch, long predicted, long measured, long process) {
    double ratio() {
      return (double) predicted / measured;
    }

    private String engine() {
      String engine = model.engine().name().toLowerCase(Locale.ROOT);
      String typed =
          switch (model.precision()) {
            case FLOAT32 -> engine;
            case BF16, FP16 -> engine + ", " + model.precision().word();
          };
      return switch (model.recompute()) {
        case NONE -> typed;
        case DENSE -> typed + ", recomputing";
      };
    }

    boolean isClose() {
      return Math.abs(ratio() - 1) <= 0.1;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %d | %s | %s | %.3f |",
          net,
          engine(),
          batch,
          Bytes.show(predicted),
          Bytes.show(measured),
          ratio());
    }
  }

  static String of(List<Row> rows) {
    return """
        # Memory that training takes

        Written by `benchmarks/peak-memory.sh`; do not edit.

        `specc fit SPEC --memory 16GiB` gives the largest batch by a static estimate, and `specc train` warns by the same
        estimate before it allocates anything, and says what would fit where memory has run out. The estimate plays one
        training step through without numbers: what each op keeps for the backward pass, when each tensor is freed, and
        what convolutions copy while they run. Its parts:

        | part | what |
        |---|---|
        | weights | parameters and buffers in float32 |
        | weights in 16 bits | with `--precision bf16` or `fp16`, the copies that convolutions and linear layers multiply by |
        | averaged weights | once more, where the recipe has `ema` |
        | optimizer state | SGD none, with momentum once the parameters; Adam twice; RMSProp once to three times |
        | code | on a CPU, what TorchScript makes of each node, parameter and module, and the kernels that oneDNN makes for each convolution of another shape, in 16 bits for each linear layer as well; measured on nets of one layer many times |
        | gradients | of the parameters; the block engine keeps them between steps |
        | batch | the inputs of one step |
        | activations | what nodes or the backward pass have yet to read, each tensor once |
        | temporaries | gradients of activations, copies that an op makes while it runs, and those of the update |
        | process and libraries | %s on a CPU, of which what the table below does not need is left to the Java heap; 1 GiB on a GPU, which was not measured |

        With `--recompute dense` (script engine) the results of concats, batch norms and activations that one convolution
        alone reads are not kept for the backward pass but computed again in it, as in the memory-efficient DenseNet (Pleiss
        et al. 2017, arXiv:1707.06990); the numbers are the same. `benchmarks/recompute.sh` measures what it spares and what
        it takes. The estimate plays it through; rows below that say `recomputing` are of it.

        With `--precision bf16` or `fp16` (script engine) a value has the type that the script gives it, and casts are values,
        too; on a CPU oneDNN sums up the gradients of 16-bit weights in float32 besides.

        Not in it: images held between steps and batches that wait, the growth of the Java heap, and what malloc keeps from
        the system beyond what is in use. Of that `specc train` lets it keep all where there is twice the memory of the estimate,
        since steps are faster so: GoogLeNet in batches of 16 then took 1.3 GiB for 972 MiB predicted, ResNet-18 951 for 534
        MiB. Where there is less, blocks of 4 MiB and more go back to the system as they are freed.

        ## Predicted and measured

        Measured is the high-water mark of the resident set (`VmHWM`) over three steps in a fresh process, less the resident
        set (`VmRSS`) before the net was made; the process had trained a tiny net before. Predicted is the estimate without
        `process and libraries`, which were %s to %s here. SGD with momentum 0.9; float32 where no precision is named. glibc's malloc was told to give
        tensors of 64 KiB and more pages of their own and to return memory at once (`MALLOC_MMAP_THRESHOLD_=65536`,
        `MALLOC_TRIM_THRESHOLD_=65536`, `MALLOC_TOP_PAD_=0`, `MALLOC_ARENA_MAX=1`), and the Java heap was touched beforehand;
        without that, the resident set shows what malloc keeps, too.

        %s, %d cores, libtorch on the CPU: %d of %d within 10 %%.

        | net | engine | batch | predicted | measured | predicted / measured |
        |---|---|---|---|---|---|
        %s
        """
        .formatted(
            Bytes.show(Processor.CPU.workspace()),
            Bytes.show(rows.stream().mapToLong(Row::process).min().orElseThrow()),
            Bytes.show(rows.stream().mapToLong(Row::process).max().orElseThrow()),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            rows.stream().filter(Row::isClose).count(),
            rows.size(),
            rows.stream().map(Row::toString).collect(Collectors.joining("\n")));
  }
}
