package dev.specc.lower.onnx;

import dev.specc.op.Pair;
import dev.specc.protobuf.ProtoWriter;
import java.util.Arrays;
import java.util.List;

/** An attribute of a node: {@code AttributeProto} of onnx.proto. */
sealed interface Attribute {
  String name();

  record Whole(String name, long value) implements Attribute {}

  record Number(String name, double value) implements Attribute {}

  record Text(String name, String value) implements Attribute {}

  record Wholes(String name, List<Long> values) implements Attribute {
    public Wholes {
      values = List.copyOf(values);
    }
  }

  static Attribute of(String name, long value) {
    return new Whole(name, value);
  }

  static Attribute of(String name, double value) {
    return new Number(name, value);
  }

  static Attribute of(String name, String value) {
    return new Text(name, value);
  }

  static Attribute of(String name, Pair pair) {
    return list(name, pair.height(), pair.width());
  }

  static Attribute list(String name, long... values) {
    return new Wholes(name, Arrays.stream(values).boxed().toList());
  }

  default ProtoWriter proto() {
    ProtoWriter proto = new ProtoWriter().text(1, name());
    switch (this) {
      case Number number -> proto.singleFloat(2, (float) number.value).integer(20, 1);
      case Whole whole -> proto.integer(3, whole.value).integer(20, 2);
      case Text text -> proto.text(4, text.value).integer(20, 3);
      case Wholes wholes -> {
        wholes.values.forEach(value -> proto.integer(8, value));
        proto.integer(20, 7);
      }
    }
    return proto;
  }
}
