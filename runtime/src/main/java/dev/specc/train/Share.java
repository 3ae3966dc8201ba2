package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.specc.data.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * What a device gets of a batch.
 *
 * @param targets as a script takes them
 * @param weight the share's images by those of the batch
 */
record Share(NDArray images, NDList targets, double weight) {
  /**
   * Nearly equal parts of a batch, the larger ones first; fewer than asked for where one would have
   * a single image, of which a batch norm may learn nothing.
   */
  static List<Share> of(Batch batch, int count) {
    int size = batch.size();
    int parts = Math.clamp(size / 2, 1, count);
    NDList targets = ScriptNet.targets(batch.targets());
    List<Share> shares = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts; i++) {
      int to = from + size / parts + (i < size % parts ? 1 : 0);
      NDIndex rows = new NDIndex().addSliceDim(from, to);
      NDList own = new NDList(targets.stream().map(t -> t.get(rows)).toList());
      shares.add(new Share(batch.images().get(rows), own, (to - from) / (double) size));
      from = to;
    }
    return shares;
  }

  int size() {
    return (int) images.getShape().get(0);
  }
}
