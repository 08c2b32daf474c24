// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** stdout, of which it is known in the end whether it took what was said, as it does not on a full disk. */
public final class Stdout {
    private final Remembering bytes = new Remembering(new FileOutputStream(FileDescriptor.out));
    private final PrintStream stream = new PrintStream(new BufferedOutputStream(bytes), true, System.out.charset());

    private Stdout() {}

    /** In place of what {@link System#out} was until now. */
    public static Stdout take() {
        Stdout stdout = new Stdout();
        System.setOut(stdout.stream);
        return stdout;
    }

    /** To write to. */
    public PrintStream stream() {
        return stream;
    }

    /**
     * To be called last. What could not be written is a line on stderr, unless it was to a pipe that nobody reads any more: whoever
     * closed it wants no more.
     *
     * @param status that the program would end with
     * @return the one to end with: a failure if something was lost
     */
    public int end(int status) {
        stream.flush();
        String failure = bytes.failure;
        if (failure == null) {
            return status;
        }
        if (!failure.toLowerCase(Locale.ROOT).contains("broken pipe")) {
            System.err.println("jvloop: stdout cannot be written: " + failure);
        }
        return status == 0 ? 1 : status;
    }

    private static final class Remembering extends OutputStream {
        private final OutputStream to;
        private volatile @Nullable String failure;

        Remembering(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] all, int from, int count) throws IOException {
            try {
                to.write(all, from, count);
            } catch (IOException unwritable) {
                if (failure == null) {
                    failure = unwritable.getMessage();
                }
                throw unwritable;
            }
        }
    }
}
