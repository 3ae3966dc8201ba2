package dev.specc.analyse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The columns that a table of shapes can have. */
public enum Column {
  PATH(false, Row::path),
  OP(false, Row::op),
  INPUTS(false, row -> String.join(" ", row.inputs())),
  OUTPUT(false, row -> row.output().toString()),
  PARAMETERS(true, number(Row::parameters)),
  BUFFERS(true, number(Row::buffers)),
  MACS(true, number(Row::macs)),
  FLOPS(true, number(Row::flops)),
  /** Bytes of the node's result. */
  ACTIVATION(true, number(Row::activationBytes)),
  /** Bytes of all activations alive while the node runs in inference. */
  LIVE(true, number(Row::liveBytes)),
  /** Rows and columns of the input that one position sees. */
  FIELD(true, row -> row.field().show()),
  /** Rows and columns of the input between neighbouring positions. */
  STRIDE(true, row -> row.field().showStride()),
  LINE(true, row -> Integer.toString(row.place().line()));

  /** What {@code specc shapes} and the golden files show. */
  public static final List<Column> DEFAULT = List.of(PATH, OP, OUTPUT, PARAMETERS, MACS);

  private final boolean isNumber;
  private final Function<Row, String> cell;

  Column(boolean isNumber, Function<Row, String> cell) {
    this.isNumber = isNumber;
    this.cell = cell;
  }

  /** The name in the heading and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Column> of(String word) {
    return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
  }

  boolean isNumber() {
    return isNumber;
  }

  String cell(Row row) {
    return cell.apply(row);
  }

  private static Function<Row, String> number(ToLongFunction<Row> value) {
    return row -> show(value.applyAsLong(row));
  }

  /** {@code 1,234,567}; a dash for nothing. */
  static String show(long number) {
    return number == 0 ? "-" : Figures.grouped(number);
  }
}
