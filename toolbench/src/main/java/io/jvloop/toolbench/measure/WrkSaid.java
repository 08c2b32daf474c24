// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.measure;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.jvloop.cli.Failed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What wrk.lua says.
 *
 * @param requests that were answered, whatever the status
 * @param readErrors answers that were cut off, reset or no HTTP
 * @param statusErrors answers with a status of 400 or more
 * @param badStatus one of these, if it was asked for; else 0
 */
record WrkSaid(
        long requests,
        long wallNanos,
        long connectErrors,
        long readErrors,
        long writeErrors,
        long statusErrors,
        long timeouts,
        int badStatus,
        long clientCpuNanos,
        double minMicros,
        double meanMicros,
        double p25Micros,
        double p50Micros,
        double p75Micros,
        double p90Micros,
        double p99Micros,
        double p999Micros,
        double p9999Micros,
        double maxMicros) {
    /** From its line; null if that is empty. */
    static @Nullable WrkSaid parsed(String line) throws Failed {
        try {
            return new Gson().fromJson(line, WrkSaid.class);
        } catch (JsonParseException unreadable) {
            throw new Failed("wrk said what is no JSON: " + line);
        }
    }

    static WrkSaid checked(@Nullable WrkSaid said, String url) throws Failed {
        if (said == null) {
            throw new Failed("wrk: " + url + ": it said nothing");
        }
        if (said.requests() == 0 || said.hasErrors()) {
            throw new Failed("wrk: " + url + ": " + said.trouble());
        }
        return said;
    }

    WrkSaid withBadStatus(int status) {
        return new WrkSaid(
                requests,
                wallNanos,
                connectErrors,
                readErrors,
                writeErrors,
                statusErrors,
                timeouts,
                status,
                clientCpuNanos,
                minMicros,
                meanMicros,
                p25Micros,
                p50Micros,
                p75Micros,
                p90Micros,
                p99Micros,
                p999Micros,
                p9999Micros,
                maxMicros);
    }

    boolean hasErrors() {
        return connectErrors + readErrors + writeErrors + statusErrors + timeouts > 0;
    }

    /** What went wrong, each kind by its name, and what was answered beside it. */
    String trouble() {
        List<String> parts = new ArrayList<>();
        count(parts, connectErrors, "failed connect", "failed connects");
        count(
                parts,
                readErrors,
                "read that failed, was cut off or no HTTP",
                "reads that failed, were cut off or no HTTP");
        count(parts, writeErrors, "failed write", "failed writes");
        count(parts, timeouts, "time-out", "time-outs");
        if (requests == 0) {
            parts.add("no answer within " + Math.round(wallNanos / 1e9) + " s");
        } else if (statusErrors == 0) {
            parts.add(requests == 1 ? "1 answer" : requests + " answers");
        } else {
            parts.add(statusErrors + " of " + requests + " answers " + (statusErrors == 1 ? "has" : "have")
                    + " a status of 400 or more" + (badStatus == 0 ? "" : ", such as " + badStatus));
        }
        return String.join(", ", parts);
    }

    private static void count(List<String> parts, long count, String one, String more) {
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : more));
        }
    }
}
