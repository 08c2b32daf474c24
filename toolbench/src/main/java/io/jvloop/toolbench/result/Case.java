// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

import java.util.Objects;

/**
 * One thing that every peer is asked to do.
 *
 * @param name what it is chosen by, such as {@code echo-tcp-1k-10}
 * @param group what it is shown with, such as {@code echo-tcp}, {@code echo-unix}, {@code readline}, {@code http}
 * @param title for people, such as «TCP echo, 1 KiB, 10 connections»
 * @param transport {@code tcp}, {@code unix}, or empty where nothing is sent
 * @param size of a message, or of each line of it, in bytes; 0 where there is none
 * @param connections at a time; 0 where there is none
 * @param load what asks, such as {@code closed loop}, {@code wrk}
 * @param leading the {@link Figure#key()} that peers are ranked by
 * @param rate requests/s that were due over all connections, whatever the answers did; 0 where each waited for the answer before, and in
 *     older files
 * @param loadVersion of what asks, if that is none of our own programs, as it says it itself; empty if not known, and in older files
 */
public record Case(
        String name,
        String group,
        String title,
        String transport,
        int size,
        int connections,
        String load,
        String leading,
        @Later int rate,
        @Later String loadVersion) {
    /** What is read from an older file has null here, whatever the types say. */
    public Case {
        loadVersion = Objects.requireNonNullElse(loadVersion, "");
    }

    /** One in which each request waits for the answer before. */
    public Case(
            String name,
            String group,
            String title,
            String transport,
            int size,
            int connections,
            String load,
            String leading) {
        this(name, group, title, transport, size, connections, load, leading, 0, "");
    }

    /** The same at a fixed rate, asked by this. */
    public Case at(int requestsPerSecond, String pacedLoad) {
        return new Case(
                name + "-at-" + requestsPerSecond,
                group,
                title + ", " + requestsPerSecond + " requests/s",
                transport,
                size,
                connections,
                pacedLoad,
                leading,
                requestsPerSecond,
                "");
    }

    /** The same, asked by this version of its load. */
    public Case askedBy(String version) {
        return new Case(name, group, title, transport, size, connections, load, leading, rate, version);
    }

    /** What asks, for people: «wrk 4.1.0». */
    public String shownLoad() {
        return loadVersion.isEmpty() ? load : load + " " + loadVersion;
    }

    /** The figure that peers are ranked by: CPU per request, if it is one that this version does not know. */
    public Figure leadingFigure() {
        return Figure.of(leading).orElse(Figure.CPU);
    }
}
