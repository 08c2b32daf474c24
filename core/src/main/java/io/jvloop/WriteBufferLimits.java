// SPDX-License-Identifier: Apache-2.0
package io.jvloop;

/**
 * When a transport asks its protocol to stop and to go on writing.
 *
 * @param low bytes waiting at which {@link BaseProtocol#resumeWriting} is called: 0 or more, at most {@code high}
 * @param high bytes waiting above which {@link BaseProtocol#pauseWriting} is called; 0 means that any waiting byte is
 *     too many
 */
public record WriteBufferLimits(int low, int high) {
    /** asyncio's: 64 KiB and a quarter of that. */
    public static final WriteBufferLimits DEFAULT = new WriteBufferLimits(16 * 1024, 64 * 1024);

    /** Checks the order of the two. */
    public WriteBufferLimits {
        if (low < 0 || high < low) {
            throw new IllegalArgumentException(
                    "write buffer limits need 0 <= low <= high, not low " + low + ", high " + high);
        }
    }

    /** With this high limit, and a quarter of it as the low one. */
    public static WriteBufferLimits ofHigh(int high) {
        return new WriteBufferLimits(high / 4, high);
    }

    /** With this low limit, and four times of it as the high one. */
    public static WriteBufferLimits ofLow(int low) {
        return new WriteBufferLimits(low, (int) Math.min(4L * low, Integer.MAX_VALUE));
    }
}
