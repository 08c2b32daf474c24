// SPDX-License-Identifier: Apache-2.0
package io.jvloop.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a reader, one by one. */
final class Lines implements Iterator<String> {
    private final StreamReader reader;
    private @Nullable String next;

    Lines(StreamReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            try {
                next = reader.readLine();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the stream has ended");
        }
        String line = next;
        next = null;
        return line;
    }
}
