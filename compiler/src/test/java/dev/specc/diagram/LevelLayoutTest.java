package dev.specc.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.diagram.LevelLayout.Edge;
import dev.specc.diagram.LevelLayout.Item;
import dev.specc.diagram.LevelLayout.Placed;
import dev.specc.drawing.Mark.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LevelLayoutTest {
  private static final Item BOX = Item.centred(80, 30);

  private static Placed place(int items, Edge... edges) {
    return LevelLayout.of(Collections.nCopies(items, BOX), new LinkedHashSet<>(List.of(edges)), 40);
  }

  @Test
  void aChainStandsStraight() {
    Placed placed = place(4, new Edge(0, 1, 0), new Edge(1, 2, 0), new Edge(2, 3, 0));
    assertEquals(
        List.of(new Point(0, 0), new Point(0, 70), new Point(0, 140), new Point(0, 210)),
        placed.corners());
    assertTrue(placed.hops().stream().allMatch(h -> h.points().size() == 2));
  }

  @Test
  void branchesStandBesideEachOtherUnderTheMiddle() {
    Placed placed =
        place(4, new Edge(0, 1, 0), new Edge(0, 2, 0), new Edge(1, 3, 0), new Edge(2, 3, 0));
    List<Point> at = placed.corners();
    assertEquals(at.get(1).y(), at.get(2).y());
    assertEquals((at.get(1).x() + at.get(2).x()) / 2, at.get(0).x(), 1e-9);
    assertEquals(at.get(0).x(), at.get(3).x(), 1e-9);
  }

  /** A block of two inputs: what each of two values is for can be seen. */
  @Test
  void eachLineArrivesAtItsPortWithoutCrossingTheOther() {
    Item block = new Item(160, 30, List.of(40.0, 120.0), 80);
    Placed placed =
        LevelLayout.of(
            List.of(BOX, BOX, block),
            new LinkedHashSet<>(List.of(new Edge(0, 2, 1), new Edge(1, 2, 0))),
            40);
    List<Point> at = placed.corners();
    assertTrue(at.get(1).x() < at.get(0).x(), "the one for the left port stands left");
    assertEquals(
        Set.of(at.get(2).x() + 40, at.get(2).x() + 120),
        Set.copyOf(placed.hops().stream().map(h -> h.points().getLast().x()).toList()));
  }

  @Test
  void whatIsSwappedBelowIsSwappedAboveSoThatNoLinesCross() {
    Placed placed =
        place(5, new Edge(0, 1, 0), new Edge(0, 2, 0), new Edge(2, 3, 0), new Edge(1, 4, 0));
    List<Point> at = placed.corners();
    assertEquals(at.get(1).x() < at.get(2).x(), at.get(4).x() < at.get(3).x());
  }

  @Test
  void aShortcutHasALaneBesideWhatItPasses() {
    Placed placed = place(3, new Edge(0, 1, 0), new Edge(1, 2, 0), new Edge(0, 2, 0));
    double left = placed.corners().get(1).x();
    double lane =
        placed.hops().stream()
            .filter(h -> !h.arrives())
            .map(h -> h.points().getLast())
            .findFirst()
            .orElseThrow()
            .x();
    assertTrue(lane < left || lane > left + 80, "lane at " + lane + ", box from " + left);
  }

  @Test
  void noTwoItemsOverlapWhateverTheGraph() {
    Random random = new Random(7);
    for (int trial = 0; trial < 200; trial++) {
      int count = 2 + random.nextInt(14);
      List<Item> items = new ArrayList<>();
      Set<Edge> edges = new LinkedHashSet<>();
      for (int i = 0; i < count; i++) {
        items.add(Item.centred(20 + random.nextInt(100), 10 + random.nextInt(60)));
        for (int from = 0; from < i; from++) {
          if (random.nextInt(3) == 0) {
            edges.add(new Edge(from, i, 0));
          }
        }
      }
      Placed placed = LevelLayout.of(items, edges, 40);
      for (int i = 0; i < count; i++) {
        for (int j = i + 1; j < count; j++) {
          assertTrue(apart(placed, items, i, j), "trial " + trial + ": " + i + " and " + j);
        }
      }
      edges.forEach(
          e -> assertTrue(placed.corners().get(e.from()).y() < placed.corners().get(e.to()).y()));
    }
  }

  private static boolean apart(Placed placed, List<Item> items, int i, int j) {
    Point a = placed.corners().get(i);
    Point b = placed.corners().get(j);
    return a.x() + items.get(i).width() <= b.x() + 1e-6
        || b.x() + items.get(j).width() <= a.x() + 1e-6
        || a.y() + items.get(i).height() <= b.y() + 1e-6
        || b.y() + items.get(j).height() <= a.y() + 1e-6;
  }
}
