package dev.specc.weights;

import dev.specc.weights.PickleValue.Dict;
import dev.specc.weights.PickleValue.Nothing;
import dev.specc.weights.PickleValue.Real;
import dev.specc.weights.PickleValue.Row;
import dev.specc.weights.PickleValue.Storage;
import dev.specc.weights.PickleValue.Text;
import dev.specc.weights.PickleValue.Truth;
import dev.specc.weights.PickleValue.Tuple;
import dev.specc.weights.PickleValue.Whole;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the pickles (protocol 2) that {@code torch.save} writes for a {@code state_dict}, and
 * nothing else. Python's own reader calls whatever a pickle names; this one knows the few names
 * that a {@code state_dict} needs ({@link StateDictNames}) and refuses every other.
 */
final class PickleReader {
  /** More than any {@code state_dict} has: a pickle of small text must not fill the memory. */
  private static final int MAX_STEPS = 2_000_000;

  private static final int PROTOCOL = 2;

  private final StateDictNames names;
  private final String file;
  private final ByteBuffer bytes;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private final Set<Storage> storages = new LinkedHashSet<>();
  private int steps;

  /**
   * @param file how messages name it
   * @param bytes the pickle from the buffer's position on; what follows it is not read
   */
  PickleReader(String file, ByteBuffer bytes) {
    this.names = new StateDictNames(file);
    this.file = file;
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The one value of a pickle; the buffer's position is after it then. */
  PickleValue read() {
    try {
      while (true) {
        int opcode = bytes.get() & 0xff;
        if (opcode == '.') {
          return pop();
        }
        if (++steps > MAX_STEPS) {
          throw corrupt("more than %,d opcodes".formatted(MAX_STEPS));
        }
        step(opcode);
      }
    } catch (BufferUnderflowException e) {
      throw new WeightsException(file + ": the pickle is cut off", e);
    }
  }

  /** The storages that the pickle named. */
  Set<Storage> storages() {
    return Collections.unmodifiableSet(storages);
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol();
      case '(' -> marks.push(stack.size());
      case 'N' -> push(new Nothing());
      case 0x88 -> push(new Truth(true));
      case 0x89 -> push(new Truth(false));
      case 'K' -> push(new Whole(bytes.get() & 0xff));
      case 'M' -> push(new Whole(bytes.getShort() & 0xffff));
      case 'J' -> push(new Whole(bytes.getInt()));
      case 0x8a -> push(new Whole(longNumber()));
      case 'G' -> push(new Real(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()))));
      case 'X' -> push(new Text(text(bytes.getInt())));
      case 'U' -> push(new Text(text(bytes.get() & 0xff)));
      case 'q' -> memo.put(bytes.get() & 0xff, top());
      case 'r' -> memo.put(bytes.getInt(), top());
      case 'h' -> push(remembered(bytes.get() & 0xff));
      case 'j' -> push(remembered(bytes.getInt()));
      default -> build(opcode);
    }
  }

  /** Opcodes that make values of values. */
  private void build(int opcode) {
    switch (opcode) {
      case ')' -> push(new Tuple(List.of()));
      case 0x85 -> push(new Tuple(popped(1)));
      case 0x86 -> push(new Tuple(popped(2)));
      case 0x87 -> push(new Tuple(popped(3)));
      case 't' -> push(new Tuple(sinceMark()));
      case '}' -> push(new Dict());
      case ']' -> push(new Row(new ArrayList<>()));
      case 'a' -> append(popped(1));
      case 'e' -> append(sinceMark());
      case 's' -> set(popped(2));
      case 'u' -> set(sinceMark());
      case 'c' -> push(names.global(line() + "." + line()));
      case 'Q' -> push(storage());
      case 'R' -> reduce();
      case 'b' -> state();
      default -> throw corrupt("0x%02x is no opcode of a state_dict's pickle".formatted(opcode));
    }
  }

  private void protocol() {
    int protocol = bytes.get() & 0xff;
    if (protocol != PROTOCOL) {
      throw corrupt(
          "pickle protocol %d; torch.save writes %d, and specc reads that"
              .formatted(protocol, PROTOCOL));
    }
  }

  private Storage storage() {
    Storage storage = names.storage(pop());
    storages.add(storage);
    return storage;
  }

  private void reduce() {
    PickleValue arguments = pop();
    push(names.call(pop(), arguments));
  }

  /** Sets attributes of an object: of an OrderedDict, {@code _metadata}, which is not needed. */
  private void state() {
    pop();
    if (!(top() instanceof Dict)) {
      throw corrupt("attributes are set on what is no dict");
    }
  }

  private void append(List<PickleValue> items) {
    if (!(top() instanceof Row row)) {
      throw corrupt("items are added to what is no list");
    }
    row.items().addAll(items);
  }

  private void set(List<PickleValue> items) {
    if (!(top() instanceof Dict dict) || items.size() % 2 != 0) {
      throw corrupt("keys are set on what is no dict");
    }
    for (int i = 0; i < items.size(); i += 2) {
      if (dict.items().put(key(items.get(i)), items.get(i + 1)) != null) {
        throw corrupt("the key " + shown(items.get(i)) + " stands there twice");
      }
    }
  }

  private PickleValue key(PickleValue value) {
    if (value instanceof Text || value instanceof Whole || value instanceof Truth) {
      return value;
    }
    throw corrupt("a dict's key is neither text nor a number");
  }

  private static String shown(PickleValue key) {
    return key instanceof Text text ? text.text() : key.toString();
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int b = bytes.get(); b != '\n'; b = bytes.get()) {
      line.append((char) (b & 0xff));
    }
    return line.toString();
  }

  private String text(int length) {
    if (length < 0 || length > bytes.remaining()) {
      throw corrupt("a text of %d bytes, where %d are left".formatted(length, bytes.remaining()));
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private long longNumber() {
    byte[] little = new byte[bytes.get() & 0xff];
    bytes.get(little);
    byte[] big = new byte[little.length + 1];
    for (int i = 0; i < little.length; i++) {
      big[big.length - 1 - i] = little[i];
    }
    big[0] = (byte) (little.length > 0 && little[little.length - 1] < 0 ? -1 : 0);
    BigInteger number = new BigInteger(big);
    // Only sizes and offsets matter; what is no long (torch.save's own magic number) is none.
    return number.bitLength() < Long.SIZE ? number.longValue() : -1;
  }

  private PickleValue remembered(int place) {
    PickleValue value = memo.get(place);
    if (value == null) {
      throw corrupt("a value is used before it is made");
    }
    return value;
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  private PickleValue top() {
    if (stack.isEmpty() || (!marks.isEmpty() && marks.peek() == stack.size())) {
      throw corrupt("a value is used that is not there");
    }
    return stack.getLast();
  }

  private PickleValue pop() {
    PickleValue value = top();
    stack.removeLast();
    return value;
  }

  private List<PickleValue> popped(int count) {
    List<PickleValue> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.addFirst(pop());
    }
    return items;
  }

  private List<PickleValue> sinceMark() {
    if (marks.isEmpty()) {
      throw corrupt("a group ends that did not start");
    }
    List<PickleValue> above = stack.subList(marks.pop(), stack.size());
    List<PickleValue> items = new ArrayList<>(above);
    above.clear();
    return items;
  }

  private WeightsException corrupt(String what) {
    return new WeightsException(file + ": no state_dict, or corrupt: " + what);
  }
}
