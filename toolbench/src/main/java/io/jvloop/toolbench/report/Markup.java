// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

/** HTML already: {@link Html#of} takes it as it is. */
record Markup(String html) {
    @Override
    public String toString() {
        return html;
    }
}
