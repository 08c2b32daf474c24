// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.command;

import java.util.ArrayList;
import java.util.List;

/** One parser, one message, one round. */
record ParserSample(String message, int round, String parser, long bytes, long nanos) {
    double bytesPerSecond() {
        return bytes * 1e9 / nanos;
    }

    /** To the faster llhttp of the same round; all samples are of one message. Empty where there is none. */
    static List<Double> ratios(List<ParserSample> samples, String parser) {
        List<Double> ratios = new ArrayList<>();
        for (ParserSample own : samples) {
            double faster = samples.stream()
                    .filter(other ->
                            other.round() == own.round() && other.parser().startsWith("llhttp"))
                    .mapToDouble(ParserSample::bytesPerSecond)
                    .max()
                    .orElse(0);
            if (own.parser().equals(parser) && faster > 0) {
                ratios.add(own.bytesPerSecond() / faster);
            }
        }
        return ratios;
    }
}
