package dev.specc.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.graph.Graph;
import dev.specc.lower.script.BucketScript;
import dev.specc.lower.script.GraphScript;
import dev.specc.op.Regularisation;
import dev.specc.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One net on several devices, each of which takes a share of every batch: data parallelism. The
 * mean of the gradients, weighted by the shares, updates the first device's net; before the next
 * step the others take its weights. So they cannot come apart, and the first net alone has what the
 * optimizer remembers.
 *
 * <p>Without batch norm it learns what one device would from the whole batch, to rounding. A batch
 * norm uses the statistics of each share, and the running ones are the first device's, as in
 * torch.nn.parallel.DistributedDataParallel.
 *
 * <p>Each device has a thread. Where the net draws random numbers, the shares start one after the
 * other, since libtorch's seed is one for all devices; the work of GPUs still overlaps.
 */
public final class DataParallelNet implements TrainableNet {
  private final ScriptNet first;
  private final List<Replica> replicas = new ArrayList<>();
  private final BucketScript bucket = new BucketScript();
  private final boolean draws;

  /**
   * What learns from a share.
   *
   * @param thread of the device
   */
  private record Replica(GraphScript net, CpuThreads threads, ExecutorService thread) {
    Device device() {
      return net.manager().getDevice();
    }
  }

  /**
   * What a share came to.
   *
   * @param bucket gradients and loss times the share's weight
   */
  private record Part(List<NDArray> gradientsAndLoss, NDArray bucket, NDArray correct) {}

  /**
   * The net with the initial weights that the recipe asks for.
   *
   * @param execution on two or more devices; one may be named more than once
   */
  public DataParallelNet(Graph graph, Recipe recipe, Execution execution) {
    this.first = new ScriptNet(graph, recipe, execution);
    this.draws = graph.nodes().stream().anyMatch(n -> n.op() instanceof Regularisation);
    for (Device device : execution.devices()) {
      GraphScript net =
          replicas.isEmpty()
              ? first.script()
              : ScriptNet.replica(graph, recipe, execution, device, first);
      Thread.Builder thread = Thread.ofPlatform().daemon().name("specc-" + replicas.size());
      replicas.add(
          new Replica(
              net, new CpuThreads(graph), Executors.newSingleThreadExecutor(thread.factory())));
    }
  }

  @Override
  public StepResult step(Batch batch, StepSettings settings) {
    List<Share> shares = Share.of(batch, replicas.size());
    broadcast(shares.size(), batch.images().getManager());
    List<CompletableFuture<Part>> running = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      running.add(start(replicas.get(i), shares.get(i), settings.seed() + i));
    }
    return update(running.stream().map(DataParallelNet::join).toList(), settings);
  }

  /** Gives the first net's weights to the others. */
  private void broadcast(int count, NDManager manager) {
    if (count == 1) {
      return;
    }
    try (NDManager own = manager.newSubManager()) {
      NDArray weights = bucket.pack(first.script().shared(), 1);
      weights.attach(own);
      for (Replica replica : replicas.subList(1, count)) {
        bucket.unpack(on(replica.device(), weights), replica.net.shared());
      }
    }
  }

  private CompletableFuture<Part> start(Replica replica, Share share, int seed) {
    if (draws) {
      TorchEngine.get().setRandomSeed(seed);
    }
    CompletableFuture<Part> part =
        CompletableFuture.supplyAsync(() -> learn(replica, share), replica.thread);
    if (draws) {
      join(part);
    }
    return part;
  }

  private Part learn(Replica replica, Share share) {
    replica.threads.use(share.size());
    GraphScript.Backward backward =
        replica.net.backward(
            on(replica.device(), new NDList(share.images())),
            on(replica.device(), share.targets()));
    List<NDArray> all = new ArrayList<>(backward.gradients().values());
    all.add(backward.result().loss());
    return new Part(all, bucket.pack(all, share.weight()), backward.result().correct());
  }

  private static NDList on(Device device, NDList arrays) {
    return new NDList(arrays.stream().map(array -> on(device, array)).toList());
  }

  private static NDArray on(Device device, NDArray array) {
    NDArray there = array.toDevice(device, false);
    there.attach(array.getManager());
    return there;
  }

  /** The sum of a part's weighted gradients and losses is their mean over the batch. */
  private StepResult update(List<Part> parts, StepSettings settings) {
    Part main = parts.getFirst();
    Device device = manager().getDevice();
    NDArray correct = main.correct;
    for (Part part : parts.subList(1, parts.size())) {
      main.bucket.addi(on(device, part.bucket));
      correct = correct.add(on(device, part.correct));
    }
    bucket.unpack(main.bucket, main.gradientsAndLoss);
    NDArray loss = main.gradientsAndLoss.getLast();
    if (device.isGpu() || Float.isFinite(loss.getFloat())) {
      int gradients = main.gradientsAndLoss.size() - 1;
      first.update(main.gradientsAndLoss.subList(0, gradients), settings);
    }
    return new StepResult(loss, correct);
  }

  private static Part join(CompletableFuture<Part> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public NDArray predict(NDArray images) {
    return first.predict(images);
  }

  @Override
  public Map<String, NDArray> weights() {
    return first.weights();
  }

  @Override
  public Map<String, NDArray> state() {
    return first.state();
  }

  @Override
  public NDManager manager() {
    return first.manager();
  }

  @Override
  public void close() {
    replicas.forEach(replica -> replica.thread.close());
    replicas.subList(1, replicas.size()).forEach(replica -> replica.net.close());
    bucket.close();
    first.close();
  }
}
