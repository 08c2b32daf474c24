// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.peer;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must be there before a peer can run.
 *
 * @param name for people; empty if the program that checks it is called the same
 * @param check ends with 0 if it is there; the first line of what it says is its version
 * @param install the command that installs it
 * @param least the oldest version that will do, as numbers with dots; empty if any does
 */
public record Need(String name, List<String> check, String install, String least) {
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)+");

    /** Numbers with dots, or nothing. */
    static boolean isVersion(String text) {
        return text.isEmpty() || VERSION.matcher(text).matches();
    }

    /** By the first version in what the check says; what says none is not judged. */
    boolean isTooOld(String said) {
        Matcher found = VERSION.matcher(said);
        return !least.isEmpty() && found.find() && compare(found.group(), least) < 0;
    }

    private static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static long[] numbers(String version) {
        return Stream.of(version.split("\\.", -1)).mapToLong(Need::number).toArray();
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** For people. */
    String shown() {
        return name.isEmpty() ? check.getFirst() : name;
    }
}
