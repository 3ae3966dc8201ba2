package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.op.Shape;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.recipe.DataChoice.Resize;
import dev.specc.recipe.DataChoice.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private final Dataset subset = open(new Validation.None(), 0);

  @Test
  void eachClassGivesItsShare() {
    Dataset data = open(new Validation.Share(0.15), 1);
    ImageSet held = data.get(Split.VALIDATION).orElseThrow();
    assertEquals(900, held.count());
    assertEquals(5100, data.train().count());
    assertEquals(1000, data.get(Split.TEST).orElseThrow().count());
    assertEquals(IntStream.range(0, 10).mapToObj(c -> 90L).toList(), perClass(held));
  }

  /** 25 of 10 classes of equal size: two or three of each. */
  @Test
  void aCountIsKeptExactly() {
    ImageSet held = open(new Validation.Count(25), 1).get(Split.VALIDATION).orElseThrow();
    assertEquals(25, held.count());
    assertTrue(perClass(held).stream().allMatch(n -> n == 2 || n == 3), "" + perClass(held));
  }

  @Test
  void noImageIsInBoth() {
    Dataset data = open(new Validation.Share(0.1), 3);
    List<String> names = names(data.train());
    names.addAll(names(data.get(Split.VALIDATION).orElseThrow()));
    assertEquals(new TreeSet<>(names(subset.train())), new TreeSet<>(names));
    assertEquals(6000, names.size());
  }

  @Test
  void theSeedDecides() {
    List<String> held = names(open(new Validation.Share(0.1), 3).chosenBy());
    assertEquals(held, names(open(new Validation.Share(0.1), 3).chosenBy()));
    assertNotEquals(held, names(open(new Validation.Share(0.1), 4).chosenBy()));
  }

  /** The places within a class do not repeat in the next: each class draws anew. */
  @Test
  void classesAreShuffledEachForItself() {
    ImageSet images = new ByLabel(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1});
    Set<List<String>> seen = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
    for (int seed = 0; seed < 20; seed++) {
      seen.add(names(new HeldOut(images).count(2, seed).heldOut()));
    }
    assertTrue(
        seen.stream()
            .anyMatch(
                names -> Integer.parseInt(names.get(0)) + 8 != Integer.parseInt(names.get(1))));
  }

  @Test
  void whatCannotBeHeldOut() {
    ImageSet images = new ByLabel(new int[] {0, 0, 0, 0, 1});
    assertEquals(
        "labels: 4 images cannot be held out of 5: each class keeps one to learn from, so at most 3",
        message(() -> new HeldOut(images).count(4, 0)));
    assertEquals(List.of("4"), names(new HeldOut(images).count(3, 0).train()).subList(1, 2));
  }

  private static String message(Runnable work) {
    return String.valueOf(assertThrows(DataException.class, work::run).getMessage());
  }

  private static Dataset open(Validation validation, long seed) {
    return Datasets.open(
        new DataChoice(Datasets.SUBSET, new Resize.Keep(), new Normalisation.None(), validation),
        Shape.of(1, 28, 28),
        seed);
  }

  private static List<Long> perClass(ImageSet images) {
    return IntStream.range(0, 10)
        .mapToObj(c -> IntStream.range(0, images.count()).filter(i -> images.label(i) == c).count())
        .toList();
  }

  private static List<String> names(ImageSet images) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < images.count(); i++) {
      names.add(images.name(i));
    }
    return names;
  }

  /** Images with these labels, each named by its place. */
  private static final class ByLabel extends ForwardedImages {
    private final int[] labels;

    ByLabel(int[] labels) {
      super(Datasets.open(Datasets.SUBSET, Shape.of(1, 28, 28)).train());
      this.labels = labels;
    }

    @Override
    public int count() {
      return labels.length;
    }

    @Override
    public int label(int index) {
      return labels[index];
    }

    @Override
    public String source() {
      return "labels";
    }

    @Override
    public String name(int index) {
      return String.valueOf(index);
    }
  }
}
