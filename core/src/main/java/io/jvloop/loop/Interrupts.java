// SPDX-License-Identifier: Apache-2.0
package io.jvloop.loop;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * Has {@link Thread#interrupt} wake a loop that waits in the kernel.
 *
 * <p>The JDK wakes a thread that waits in a selector, whatever selector that is: it calls {@code wakeup} of the one that
 * has said it is waiting. This is a selector that can do nothing but be woken.
 *
 * <p>Thread: the loop's.
 */
final class Interrupts extends AbstractSelector {
    private final Runnable wakeup;

    Interrupts(Runnable wakeup) {
        super(SelectorProvider.provider());
        this.wakeup = wakeup;
    }

    /** Has interrupts wake the loop until {@link #ignore}, or until this thread waits in a channel of the JDK's, which takes over. */
    void watch() {
        begin();
    }

    void ignore() {
        end();
    }

    /** Called by the interrupting thread. */
    @Override
    public Selector wakeup() {
        wakeup.run();
        return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> keys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int selectNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select(long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select() {
        throw new UnsupportedOperationException();
    }
}
