package com.foobar.conduit.http;

import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.jsonb.Jsonb;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON to and from bytes. Answers are records with generated adapters; requests are read into a tree of maps, lists,
 * strings, numbers, booleans and nulls, because a change must tell a field that is null from one that is not there, and a
 * field of the wrong type is the caller's mistake to be named, not a parse error. Safe for use by many threads.
 */
public final class Json {

    /** Our deepest request has three levels; the bound keeps a body of a million brackets from exhausting the stack. */
    private static final int MAXIMUM_DEPTH = 16;

    /** Of no number that anybody means. Reading one takes time by the square of its length: a million digits took 14 s. */
    private static final int MAXIMUM_DIGITS = 64;

    /** Far more than our largest request has. Empty values are small in a body and large in memory: a mebibyte of them is tens. */
    private static final int MAXIMUM_VALUES = 1_000;

    private final Jsonb jsonb = Jsonb.builder().serializeNulls(true).build();

    /** The JSON of a record of {@code model}. */
    public byte[] write(Object value) {
        return jsonb.toJsonBytes(value);
    }

    /**
     * Reads one JSON object.
     *
     * @throws MalformedException if the bytes are anything else; its message is for the caller's eyes
     */
    public Map<String, @Nullable Object> readObject(byte[] bytes) {
        try (JsonReader reader = jsonb.reader(bytes)) {
            if (bytes.length == 0 || reader.currentToken() != JsonReader.Token.BEGIN_OBJECT) {
                throw new MalformedException("must be a JSON object");
            }
            return new Tree(reader).object(1);
        } catch (JsonException | IllegalStateException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new MalformedException("is not valid JSON");
        }
    }

    /** One body as it is read. */
    private static final class Tree {
        private final JsonReader reader;
        private int values;

        Tree(JsonReader reader) {
            this.reader = reader;
        }

        Map<String, @Nullable Object> object(int depth) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            reader.beginObject();
            while (reader.hasNextField()) {
                fields.put(reader.nextField(), value(depth));
            }
            reader.endObject();
            return fields;
        }

        private List<@Nullable Object> array(int depth) {
            List<@Nullable Object> elements = new ArrayList<>();
            reader.beginArray();
            while (reader.hasNextElement()) {
                elements.add(value(depth));
            }
            reader.endArray();
            return elements;
        }

        private @Nullable Object value(int depth) {
            if (depth >= MAXIMUM_DEPTH) {
                throw new MalformedException("is nested too deeply");
            }
            values++;
            if (values > MAXIMUM_VALUES) {
                throw new MalformedException("has too many values");
            }
            return switch (reader.currentToken()) {
                case BEGIN_OBJECT -> object(depth + 1);
                case BEGIN_ARRAY -> array(depth + 1);
                case STRING -> reader.readString();
                case BOOLEAN -> reader.readBoolean();
                case NUMBER -> number(reader.readRaw());
                case NULL -> {
                    reader.isNullValue();
                    yield null;
                }
            };
        }
    }

    private static BigDecimal number(String digits) {
        if (digits.length() > MAXIMUM_DIGITS) {
            throw new MalformedException("has a number with too many digits");
        }
        return new BigDecimal(digits);
    }

    /** A request's body is not what the API reads; the message says what is wrong with it, without its name. */
    public static final class MalformedException extends RuntimeException {

        MalformedException(String message) {
            super(message);
        }
    }
}
