// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.result;

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
 */
public record Case(
        String name,
        String group,
        String title,
        String transport,
        int size,
        int connections,
        String load,
        String leading) {
    /** The figure that peers are ranked by: CPU per request, if it is one that this version does not know. */
    public Figure leadingFigure() {
        return Figure.of(leading).orElse(Figure.CPU);
    }
}
