package dev.specc.drawing;

import java.util.List;

/**
 * A picture.
 *
 * @param title what it shows, for those who cannot see it
 * @param marks the later above the earlier
 */
public record Drawing(String title, double width, double height, List<Mark> marks) {
  public Drawing {
    marks = List.copyOf(marks);
  }
}
