// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Takes out of texts where this machine has things: the one place that knows how. */
public final class Places {
    /** A path begins here: it is not the rest of one, and may be the value of an option such as {@code -I/usr/include}. */
    private static final String BEGIN = "(?<=^|[^\\w.~-]|(?:^|[\\s'\"])-[A-Za-z])";

    /** What does not end a name in a path. */
    private static final String NAME = "[^/\\s:;,'\"()]+";

    /** Homes of any user, on any system: the file may come from another one. */
    private static final Pattern HOME =
            Pattern.compile(BEGIN + "(?:/(?:home|Users)/" + NAME + "|/root)(?=[/\\s:;,'\"()]|$)");

    /** Two names at least: one alone may be that of a resource. What follows the scheme of a URL is its host. */
    private static final Pattern ELSEWHERE = Pattern.compile(BEGIN + "(?<!:/)(?:/(?!/)" + NAME + ")+/(" + NAME + ")/?");

    /** They say nothing of anybody, and would be taken out of names of peers and versions. */
    private static final Pattern UNTELLING =
            Pattern.compile("localhost|host|root|user|admin|ubuntu|debian|docker|node|java|python|go|runner|jvloop|");

    /** Asked for once: that may go over a network. */
    private static final String HOST = hostName();

    private record Secret(Pattern text, String instead) {}

    private final List<Secret> own = new ArrayList<>();
    private final List<Secret> all = new ArrayList<>();

    /** Where the repository is; the home, the host and the user are those of this process. */
    public Places(Path root) {
        this(root, Path.of(System.getProperty("user.home")), HOST, System.getProperty("user.name", ""));
    }

    Places(Path root, Path home, String host, String user) {
        path(root.toAbsolutePath().normalize(), ".");
        path(home, "~");
        all.addAll(own);
        all.add(new Secret(HOME, "~"));
        all.add(new Secret(ELSEWHERE, "…/$1"));
        word(host, "host");
        word(user, "user");
    }

    private void path(Path path, String instead) {
        if (path.getNameCount() > 0) {
            String quoted = Pattern.quote(path.toString());
            own.add(new Secret(Pattern.compile(BEGIN + quoted + "(?![\\w-]|\\.\\w)"), instead));
        }
    }

    private void word(String word, String instead) {
        if (!UNTELLING.matcher(word).matches()) {
            all.add(new Secret(Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])"), instead));
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "";
        }
    }

    /** For people at this machine: the repository becomes {@code .}, their home {@code ~}, and a path can still be used. */
    public String shortened(String text) {
        return without(own, text);
    }

    /**
     * For what is read elsewhere: any home becomes {@code ~}, another absolute path {@code …} and its last name, this host
     * {@code host}, this user {@code user}.
     */
    public String hidden(String text) {
        return without(all, text);
    }

    private static String without(List<Secret> secrets, String text) {
        String cleaned = text;
        for (Secret secret : secrets) {
            cleaned = secret.text().matcher(cleaned).replaceAll(secret.instead());
        }
        return cleaned;
    }
}
