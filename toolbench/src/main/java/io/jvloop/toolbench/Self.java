// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the toolbench itself, each in a JVM of its own. */
final class Self {
    private Self() {}

    /** As this JVM was started, whether from modules or from a path of classes. */
    static List<String> command(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto"));
        String modules = System.getProperty("jdk.module.path", "");
        String name = main.getName();
        if (main.getModule().isNamed() && !modules.isEmpty()) {
            String module = main.getModule().getName();
            command.addAll(List.of("-p", modules, "--enable-native-access=" + module, "-m", module + "/" + name));
        } else {
            command.addAll(
                    List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), name));
        }
        command.addAll(arguments);
        return command;
    }
}
