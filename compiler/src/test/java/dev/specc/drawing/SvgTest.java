package dev.specc.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.drawing.Mark.Anchor;
import dev.specc.drawing.Mark.Point;
import dev.specc.drawing.Mark.Weight;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgTest {
  private static final Drawing DRAWING =
      new Drawing(
          "a \"picture\" & more",
          20,
          10.25,
          List.of(
              new Mark.Box(1, 2, 3, 4, 5, Tone.RED.tint(), Tone.RED),
              new Mark.Wire(List.of(new Point(0, 0), new Point(9, 20)), Tone.EDGE, 1),
              new Mark.Group(
                  2,
                  3,
                  "what it is",
                  List.of(new Mark.Text(1, 1, "a < b\u0001", 12, Anchor.END, Weight.BOLD, true)))));

  private static Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void aFileIsWellFormedWhateverTheTextsAre() throws Exception {
    Document svg = parsed(Svg.file(DRAWING));
    assertEquals("a \"picture\" & more", svg.getDocumentElement().getAttribute("aria-label"));
    assertEquals("a < b\ufffd", svg.getElementsByTagName("text").item(0).getTextContent());
    assertEquals("what it is", svg.getElementsByTagName("title").item(0).getTextContent());
  }

  @Test
  void itsColoursFollowThePage() {
    String svg = Svg.file(DRAWING);
    String dark = svg.substring(svg.indexOf("prefers-color-scheme:dark"));
    assertTrue(svg.contains(".s-red{stroke:" + Tone.RED.light() + "}"));
    assertTrue(dark.contains(".s-red{stroke:" + Tone.RED.dark() + "}"));
    assertFalse(svg.contains(".s-blue"), "what is not used is not in the sheet");
  }

  @Test
  void onePageHasOneSheetForAllItsDrawings() throws Exception {
    Svg.Page page = new Svg.Page();
    String first = page.element(DRAWING);
    page.element(new Drawing("dot", 1, 1, List.of(new Mark.Disc(0, 0, 1, Tone.GREEN))));
    assertTrue(page.sheet().contains(".s-red{") && page.sheet().contains(".f-green{"));
    assertFalse(first.contains("<style"));
    parsed(first);
  }

  @Test
  void textOnAShadeCanBeReadOnAnyPage() {
    for (double share = 0; share <= 1; share += 0.05) {
      Tone shade = Tone.shade(share);
      Tone text = Tone.onShade(share);
      assertTrue(contrast(shade.light(), text.light()) > 2.5, "light, " + share);
      assertTrue(contrast(shade.dark(), text.dark()) > 2.5, "dark, " + share);
    }
  }

  /** WCAG 2, contrast ratio. */
  private static double contrast(String a, String b) {
    double one = luminance(a);
    double other = luminance(b);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  private static double luminance(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    double[] shares = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = (rgb >> 16 - 8 * i & 0xff) / 255.0;
      sum += shares[i] * (c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
