// SPDX-License-Identifier: Apache-2.0
package io.jvloop.http;

/** The fields of a response that the server writes itself: they say where it ends. */
enum OwnField {
    NONE(""),
    DATE("date"),
    CONNECTION("connection"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding");

    private final String lower;

    OwnField(String lower) {
        this.lower = lower;
    }

    static OwnField of(CharSequence name) {
        OwnField candidate = switch (name.length()) {
            case 4 -> DATE;
            case 10 -> CONNECTION;
            case 14 -> CONTENT_LENGTH;
            case 17 -> TRANSFER_ENCODING;
            default -> NONE;
        };
        for (int i = 0; i < candidate.lower.length(); i++) {
            char c = name.charAt(i);
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != candidate.lower.charAt(i)) {
                return NONE;
            }
        }
        return candidate;
    }
}
