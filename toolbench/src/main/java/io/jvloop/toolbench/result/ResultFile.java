// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link Results} as JSON in a file. */
public final class ResultFile {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private ResultFile() {}

    public static String json(Results results) {
        return GSON.toJson(results) + "\n";
    }

    /**
     * Writes it as {@link TextFile#write} does.
     *
     * @throws IOException if it cannot be written, as on a full disk, with one line; what was there is kept
     */
    public static void write(Path file, Results results) throws IOException {
        TextFile.write(file, json(results));
    }

    /**
     * Reads it. All that {@link Results} names is there then, and each sample is of a case and a peer that are there, too.
     *
     * @throws IOException with one line that names the file and says what is wrong: no such file, no result file, one of another
     *     format, or what is missing in it
     */
    public static Results read(Path file) throws IOException {
        String text = TextFile.read(file);
        try {
            return results(text);
        } catch (IOException wrong) {
            String why = String.valueOf(wrong.getMessage()).replaceAll("\\p{Cntrl}+", " ");
            throw new IOException(file + ": " + why, wrong);
        }
    }

    private static Results results(String text) throws IOException {
        JsonObject all = object(text);
        if (!all.has("format")) {
            throw new IOException("not a result file: it says no format");
        }
        Shape.check("format", all.get("format"), int.class);
        int format = all.get("format").getAsInt();
        if (format != Results.FORMAT) {
            throw new IOException("format " + format + ", this version reads " + Results.FORMAT);
        }
        Shape.check("", all, Results.class);
        Results results = GSON.fromJson(all, Results.class);
        checkNames(results);
        return results;
    }

    private static JsonObject object(String text) throws IOException {
        if (text.isBlank()) {
            throw new IOException("not a result file: it is empty");
        }
        JsonElement all;
        try {
            all = JsonParser.parseString(text);
        } catch (JsonParseException noJson) {
            throw new IOException("not a result file: it is no JSON, or was cut off", noJson);
        }
        if (!(all instanceof JsonObject object)) {
            throw new IOException("not a result file: expected an object");
        }
        return object;
    }

    private static void checkNames(Results results) throws IOException {
        Set<String> cases = results.cases().stream().map(Case::name).collect(Collectors.toSet());
        Set<String> peers = results.peers().stream().map(PeerEntry::name).collect(Collectors.toSet());
        List<Sample> samples = results.samples();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (!cases.contains(sample.caseName())) {
                throw new IOException("samples[" + i + "]: no case '" + sample.caseName() + "' among its cases");
            }
            if (!peers.contains(sample.peer())) {
                throw new IOException("samples[" + i + "]: no peer '" + sample.peer() + "' among its peers");
            }
        }
    }
}
