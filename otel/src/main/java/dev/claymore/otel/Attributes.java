package dev.claymore.otel;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;

/** Attributes of a resource or a record; what is not known is left out. */
final class Attributes {

    private final List<KeyValue> entries = new ArrayList<>();

    Attributes text(String key, String value) {
        return value == null || value.isEmpty()
                ? this
                : put(key, AnyValue.newBuilder().setStringValue(value));
    }

    Attributes number(String key, long value) {
        return put(key, AnyValue.newBuilder().setIntValue(value));
    }

    /** 0 is what is not known. */
    Attributes known(String key, long value) {
        return value == 0 ? this : number(key, value);
    }

    Attributes decimal(String key, double value) {
        return put(key, AnyValue.newBuilder().setDoubleValue(value));
    }

    Attributes flag(String key, boolean value) {
        return put(key, AnyValue.newBuilder().setBoolValue(value));
    }

    List<KeyValue> list() {
        return entries;
    }

    private Attributes put(String key, AnyValue.Builder value) {
        entries.add(KeyValue.newBuilder().setKey(key).setValue(value).build());
        return this;
    }
}
