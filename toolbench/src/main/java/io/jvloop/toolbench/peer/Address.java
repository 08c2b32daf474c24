// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import io.jvloop.cli.Failed;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server says that it listens: {@code 127.0.0.1:7777}, {@code unix:PATH}, {@code http://127.0.0.1:8080/}. */
public record Address(String host, int port, String path) {
    private static final Pattern TCP = Pattern.compile("(?:https?://)?([0-9.]+):([0-9]+)/?");

    static Address parse(String text) throws Failed {
        if (text.startsWith("unix:")) {
            return new Address("", 0, text.substring("unix:".length()));
        }
        Matcher tcp = TCP.matcher(text);
        if (!tcp.matches()) {
            throw new Failed("it listens on what is no address: " + text);
        }
        return new Address(tcp.group(1), Integer.parseInt(tcp.group(2)), "");
    }

    /** {@code HOST:PORT} or {@code unix:PATH}. */
    public String shown() {
        return path.isEmpty() ? host + ":" + port : "unix:" + path;
    }

    /** As options of our loads. */
    public List<String> loadOptions() {
        return path.isEmpty() ? List.of("--host", host, "--port", String.valueOf(port)) : List.of("--unix", path);
    }
}
