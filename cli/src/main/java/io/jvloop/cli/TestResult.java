// SPDX-License-Identifier: Apache-2.0
package io.jvloop.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One run of one test.
 *
 * @param className its class, with the package
 * @param name as the report has it: the method and, where there are several runs of it, which one
 * @param seconds how long it took
 * @param outcome what became of it
 * @param message why it failed, or was not run
 */
record TestResult(String className, String name, double seconds, Outcome outcome, String message) {
    private static final Pattern SEED = Pattern.compile("-Dseed=(-?\\d+)");
    private static final Pattern METHOD = Pattern.compile("^\\w+");

    /** What became of a test. */
    enum Outcome {
        PASSED,
        NOT_RUN,
        FAILED
    }

    boolean isFailure() {
        return outcome == Outcome.FAILED;
    }

    boolean isSkipped() {
        return outcome == Outcome.NOT_RUN;
    }

    /** Tests that say {@code not run: group (reason)} are grouped by it; others by their class. */
    String reasonNotRun() {
        int said = message.indexOf("not run: ");
        if (said >= 0) {
            return message.substring(said + "not run: ".length())
                    .lines()
                    .findFirst()
                    .orElse("");
        }
        return simpleName() + " (" + (message.isEmpty() ? "no reason given" : firstLine()) + ")";
    }

    String firstLine() {
        return message.lines().findFirst().orElse("");
    }

    private String simpleName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** The command that runs it again. */
    String replay() {
        Matcher method = METHOD.matcher(name);
        // a failure outside a method has the class for its name
        boolean named = method.find() && !method.group().equals(simpleName()) && !name.startsWith("io.");
        Matcher seed = SEED.matcher(message);
        return "./jvloop test " + (named ? "'" + simpleName() + "#" + method.group() + "'" : simpleName())
                + (seed.find() ? " --seed " + seed.group(1) : "");
    }

    /** All of one report. */
    static List<TestResult> read(Path report) throws IOException {
        List<TestResult> results = new ArrayList<>();
        try (InputStream in = Files.newInputStream(report)) {
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                boolean starts = reader.next() == XMLStreamConstants.START_ELEMENT;
                if (starts && reader.getLocalName().equals("testcase")) {
                    results.add(readOne(reader));
                }
            }
        } catch (XMLStreamException invalid) {
            throw new IOException(report + ": " + invalid.getMessage(), invalid);
        }
        return results;
    }

    private static TestResult readOne(XMLStreamReader reader) throws XMLStreamException {
        String className = attribute(reader, "classname");
        String name = attribute(reader, "name");
        double seconds = Double.parseDouble(attribute(reader, "time").replace(",", ""));
        Outcome outcome = Outcome.PASSED;
        String message = "";
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("testcase")) {
                break;
            }
            Outcome said = event == XMLStreamConstants.START_ELEMENT ? outcome(reader.getLocalName()) : null;
            if (said != null) {
                outcome = said;
                message = message(reader);
            }
        }
        return new TestResult(className, name, seconds, outcome, message);
    }

    private static @Nullable Outcome outcome(String element) {
        return switch (element) {
            case "failure", "error" -> Outcome.FAILED;
            case "skipped" -> Outcome.NOT_RUN;
            default -> null;
        };
    }

    /** The message; an exception without one has its type. */
    private static String message(XMLStreamReader reader) {
        String message = attribute(reader, "message");
        return message.isEmpty() ? attribute(reader, "type") : message;
    }

    private static String attribute(XMLStreamReader reader, String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
