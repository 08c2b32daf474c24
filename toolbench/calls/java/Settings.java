// SPDX-License-Identifier: Apache-2.0

/**
 * What a program is asked for: {@code --case NAME --seconds S --warmup S}, and {@code --backend NAME} if it has several.
 *
 * @param name of the case
 * @param warmupSeconds before anything is counted
 * @param seconds counted
 * @param backend empty if none was named
 */
record Settings(String name, double warmupSeconds, double seconds, String backend) {
    static Settings of(String[] arguments) {
        Settings settings = new Settings("", 1, 1, "");
        for (int i = 0; i < arguments.length; i += 2) {
            settings = settings.with(arguments[i], i + 1 < arguments.length ? arguments[i + 1] : "");
        }
        return settings;
    }

    private Settings with(String option, String value) {
        try {
            return switch (option) {
                case "--case" -> new Settings(value, warmupSeconds, seconds, backend);
                case "--warmup" -> new Settings(name, Double.parseDouble(value), seconds, backend);
                case "--seconds" -> new Settings(name, warmupSeconds, Double.parseDouble(value), backend);
                case "--backend" -> new Settings(name, warmupSeconds, seconds, value);
                default -> throw refuse("unknown option '" + option + "'");
            };
        } catch (NumberFormatException wrong) {
            throw refuse(option + " " + value + ": expected seconds");
        }
    }

    /** Ends the program with one line. */
    static IllegalArgumentException refuse(String why) {
        System.err.println(why);
        System.exit(2);
        return new IllegalArgumentException(why);
    }

    Window window() {
        return new Window(warmupSeconds, seconds);
    }
}
