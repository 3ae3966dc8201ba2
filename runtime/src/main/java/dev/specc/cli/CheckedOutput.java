package dev.specc.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What prints to a stream never learns that it failed; this remembers it. A reader that has read
 * enough, as {@code head} does, is no failure.
 */
final class CheckedOutput extends FilterOutputStream {
  private static final String READER_GONE = "Broken pipe";

  private @Nullable IOException lost;

  CheckedOutput(OutputStream to) {
    super(new BufferedOutputStream(to));
  }

  /** Why something that was printed is not there. */
  Optional<IOException> lost() {
    return Optional.ofNullable(lost).filter(e -> !READER_GONE.equals(e.getMessage()));
  }

  @Override
  public void write(int value) throws IOException {
    remembering(() -> out.write(value));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    remembering(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    remembering(out::flush);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void remembering(Writing writing) throws IOException {
    try {
      writing.run();
    } catch (IOException e) {
      lost = lost == null ? e : lost;
      throw e;
    }
  }
}
