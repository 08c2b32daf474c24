// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether JSON has all that a record is made of, each thing of its kind, except for what came {@link Later}. What it has beyond that does not matter. */
final class Shape {
    /** What is divided by another of this size, or multiplied with it, is a number still. */
    private static final double SIZE_MAX = 1e100;

    private Shape() {}

    /**
     * Looks at a value and all that is in it.
     *
     * @param where the value is, for people: {@code samples[3].round}; empty for that of the whole file
     * @param type a record, a list or map of what is here, a text or a number
     * @throws IOException that says where the first thing is that is wrong, and what was expected
     */
    static void check(String where, @Nullable JsonElement value, Type type) throws IOException {
        if (value == null || value.isJsonNull()) {
            throw new IOException(where + " is missing");
        }
        if (type instanceof ParameterizedType several) {
            checkSeveral(where, value, several);
        } else if (type instanceof Class<?> kind && kind.isRecord()) {
            expect(where, "an object", value.isJsonObject());
            for (RecordComponent component : kind.getRecordComponents()) {
                String name = component.getName();
                if (value.getAsJsonObject().has(name) || !component.isAnnotationPresent(Later.class)) {
                    check(
                            where.isEmpty() ? name : where + "." + name,
                            value.getAsJsonObject().get(name),
                            component.getGenericType());
                }
            }
        } else if (type == String.class) {
            expect(where, "a text", value instanceof JsonPrimitive text && text.isString());
        } else {
            checkNumber(where, value, type);
        }
    }

    private static void checkSeveral(String where, JsonElement value, ParameterizedType type) throws IOException {
        Type[] arguments = type.getActualTypeArguments();
        Type each = arguments[arguments.length - 1];
        if (type.getRawType() == List.class) {
            expect(where, "a list", value.isJsonArray());
            int index = 0;
            for (JsonElement element : value.getAsJsonArray()) {
                check(where + "[" + index + "]", element, each);
                index++;
            }
        } else {
            expect(where, "an object", value.isJsonObject());
            for (Map.Entry<String, JsonElement> entry : value.getAsJsonObject().entrySet()) {
                check(where + "." + entry.getKey(), entry.getValue(), each);
            }
        }
    }

    private static void checkNumber(String where, JsonElement value, Type type) throws IOException {
        boolean isNumber = value instanceof JsonPrimitive primitive && primitive.isNumber();
        double number = isNumber ? value.getAsDouble() : Double.NaN; // which none of these is true of
        double size = Math.abs(number);
        if (type == double.class || type == Double.class) {
            expect(where, "a number", size == 0 || (size >= 1 / SIZE_MAX && size <= SIZE_MAX));
        } else {
            double most = type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
            expect(where, "a whole number", number == Math.rint(number) && size <= most);
        }
    }

    private static void expect(String where, String what, boolean isSo) throws IOException {
        if (!isSo) {
            throw new IOException(where + ": expected " + what);
        }
    }
}
