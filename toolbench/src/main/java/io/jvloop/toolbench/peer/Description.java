// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jvloop.cli.Failed;
import io.jvloop.cli.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a peer's file. What is wrong in it is one line, with the file and the key. */
final class Description {
    private static final List<String> KEYS = List.of(
            "title",
            "language",
            "folder",
            "needs",
            "build",
            "versions",
            "quick",
            "serve",
            "floor",
            "beside",
            "tcpOnly",
            "halfClose");
    private static final List<String> NEED_KEYS = List.of("name", "check", "install", "least");

    /** None that is elsewhere: what is built goes to a folder of the same name. */
    private static final Pattern FOLDER = Pattern.compile("(\\.\\./)?[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");

    /** In front of the message of another exception. */
    private static final String CLASS_NAME = "^([a-z]+\\.)+[A-Za-z]+(: |$)";

    private final String file;
    private final JsonObject keys;

    private Description(String file, JsonObject keys) {
        this.file = file;
        this.keys = keys;
    }

    /** The peer of this name, from the text of the file. */
    static Peer read(String file, String name, String text) throws Failed {
        JsonElement all;
        try {
            all = JsonParser.parseString(text);
        } catch (JsonParseException noJson) {
            String message = String.valueOf(noJson.getMessage());
            String line = message.lines().findFirst().orElse("").replaceFirst(CLASS_NAME, "");
            throw new Failed(file + ": no JSON: " + line);
        }
        if (!(all instanceof JsonObject object)) {
            throw new Failed(file + ": expected an object");
        }
        return new Description(file, object).peer(name);
    }

    private Peer peer(String name) throws Failed {
        checkKeys("", keys, KEYS);
        Map<String, List<String>> serve = serve();
        return new Peer(
                name,
                text("title"),
                text("language"),
                folder(),
                needs(),
                commands("build"),
                commands("versions"),
                flag("quick", false),
                serve,
                floor(serve),
                keys.has("beside") ? words("beside", keys.get("beside")) : Peer.BESIDE,
                flag("tcpOnly", false),
                flag("halfClose", true));
    }

    private String folder() throws Failed {
        String folder = text("folder");
        if (!folder.isEmpty() && !FOLDER.matcher(folder).matches()) {
            throw wrong("folder", "expected a folder in peers/, or one beside it");
        }
        return folder;
    }

    private Map<String, List<String>> serve() throws Failed {
        Map<String, List<String>> serve = new LinkedHashMap<>();
        if (!(keys.get("serve") instanceof JsonObject served) || served.isEmpty()) {
            throw wrong("serve", "expected an object with at least one command");
        }
        for (Map.Entry<String, JsonElement> entry : served.entrySet()) {
            serve.put(entry.getKey(), command("serve." + entry.getKey(), entry.getValue()));
        }
        return serve;
    }

    private List<String> floor(Map<String, List<String>> serve) throws Failed {
        List<String> floor = words("floor", keys.get("floor"));
        for (String served : floor) {
            if (!serve.containsKey(served)) {
                throw wrong("floor", "'" + served + "' is none of \"serve\"" + Nearest.hint(served, serve.keySet()));
            }
        }
        return floor;
    }

    private List<Need> needs() throws Failed {
        List<Need> needs = new ArrayList<>();
        for (JsonElement element : array("needs", keys.get("needs"))) {
            String key = "needs[" + needs.size() + "]";
            if (!(element instanceof JsonObject need)) {
                throw wrong(key, "expected an object");
            }
            checkKeys(key + ".", need, NEED_KEYS);
            String least = text(key + ".least", need.get("least"));
            if (!Need.isVersion(least)) {
                throw wrong(key + ".least", "expected a version, such as \"1.24\"");
            }
            needs.add(new Need(
                    text(key + ".name", need.get("name")),
                    command(key + ".check", need.get("check")),
                    text(key + ".install", need.get("install")),
                    least));
        }
        return needs;
    }

    private List<List<String>> commands(String key) throws Failed {
        List<List<String>> commands = new ArrayList<>();
        for (JsonElement element : array(key, keys.get(key))) {
            commands.add(command(key + "[" + commands.size() + "]", element));
        }
        return commands;
    }

    private List<String> command(String key, @Nullable JsonElement value) throws Failed {
        List<String> words = words(key, value);
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw wrong(key, "expected a command, as a list of words");
        }
        return words;
    }

    private List<String> words(String key, @Nullable JsonElement value) throws Failed {
        List<String> words = new ArrayList<>();
        for (JsonElement word : array(key, value)) {
            if (!(word instanceof JsonPrimitive primitive) || !primitive.isString()) {
                throw wrong(key, "expected a list of strings");
            }
            words.add(primitive.getAsString());
        }
        return words;
    }

    private JsonArray array(String key, @Nullable JsonElement value) throws Failed {
        if (value == null) {
            return new JsonArray();
        }
        if (!(value instanceof JsonArray array)) {
            throw wrong(key, "expected a list");
        }
        return array;
    }

    private String text(String key) throws Failed {
        return text(key, keys.get(key));
    }

    private String text(String key, @Nullable JsonElement value) throws Failed {
        if (value == null) {
            return "";
        }
        if (!(value instanceof JsonPrimitive primitive) || !primitive.isString()) {
            throw wrong(key, "expected a string");
        }
        return primitive.getAsString();
    }

    private boolean flag(String key, boolean otherwise) throws Failed {
        JsonElement value = keys.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof JsonPrimitive primitive) || !primitive.isBoolean()) {
            throw wrong(key, "expected true or false");
        }
        return primitive.getAsBoolean();
    }

    private void checkKeys(String prefix, JsonObject object, List<String> known) throws Failed {
        for (String key : object.keySet()) {
            if (!known.contains(key)) {
                throw wrong(prefix + key, "no such key" + Nearest.hint(key, known));
            }
        }
    }

    private Failed wrong(String key, String why) {
        return new Failed(file + ": \"" + key + "\": " + why);
    }
}
