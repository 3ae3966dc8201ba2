package dev.specc.drawing;

import java.util.List;

/**
 * A colour by its role, with a value for a light page and one for a dark one.
 *
 * @param name its CSS name
 * @param light {@code #rrggbb}
 * @param dark {@code #rrggbb}
 */
public record Tone(String name, String light, String dark) {
  /** Nothing is painted. */
  public static final Tone NONE = new Tone("none", "none", "none");

  public static final Tone SURFACE = new Tone("surface", "#ffffff", "#16191f");
  public static final Tone INK = new Tone("ink", "#1f2328", "#e6e9ed");
  public static final Tone MUTED = new Tone("muted", "#69717c", "#98a2ae");
  public static final Tone GRID = new Tone("grid", "#e6e8eb", "#2b313a");
  public static final Tone PANEL = new Tone("panel", "#f4f5f7", "#1e232a");
  public static final Tone EDGE = new Tone("edge", "#98a1ad", "#626d7a");

  public static final Tone BLUE = new Tone("blue", "#2f6fb7", "#6ea8e6");
  public static final Tone ORANGE = new Tone("orange", "#d4622a", "#f0985f");
  public static final Tone GREEN = new Tone("green", "#33905a", "#62c08a");
  public static final Tone PURPLE = new Tone("purple", "#7d55b8", "#b596e6");
  public static final Tone RED = new Tone("red", "#bf434d", "#ee8087");
  public static final Tone TEAL = new Tone("teal", "#238792", "#5cc3cd");
  public static final Tone YELLOW = new Tone("yellow", "#9c7a10", "#d8bc5a");
  public static final Tone GREY = new Tone("grey", "#7f8894", "#8c96a3");

  /** The colours of series, told apart by their order. */
  public static final List<Tone> SERIES =
      List.of(BLUE, ORANGE, GREEN, PURPLE, RED, TEAL, YELLOW, GREY);

  private static final int SHADES = 20;

  /** The soft fill of a box with this tone as its border. */
  public Tone tint() {
    return new Tone(
        name + "-tint", mixed(light, SURFACE.light, 0.16), mixed(dark, SURFACE.dark, 0.26));
  }

  /** A shade between the surface, for 0, and a full blue, for 1. */
  public static Tone shade(double share) {
    int step = (int) Math.ceil(Math.clamp(share, 0, 1) * SHADES);
    double strength = (double) step / SHADES;
    return new Tone(
        "shade-" + step,
        mixed("#1d5fa8", SURFACE.light, strength),
        mixed("#5aa2ee", SURFACE.dark, strength));
  }

  /** What can be read on {@link #shade}. */
  public static Tone onShade(double share) {
    return share > 0.55 ? SURFACE : INK;
  }

  /** A share of one colour, the rest of another. */
  private static String mixed(String colour, String other, double share) {
    int a = Integer.parseInt(colour.substring(1), 16);
    int b = Integer.parseInt(other.substring(1), 16);
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double part = share * (a >> shift & 0xff) + (1 - share) * (b >> shift & 0xff);
      mixed |= (int) Math.round(part) << shift;
    }
    return "#%06x".formatted(mixed);
  }
}
