// SPDX-License-Identifier: Apache-2.0
package io.jvloop.toolbench.report;

import io.jvloop.toolbench.result.Anonymous;
import io.jvloop.toolbench.result.Interval;
import io.jvloop.toolbench.result.Machine;
import io.jvloop.toolbench.result.ResultFile;
import io.jvloop.toolbench.result.Results;
import io.jvloop.toolbench.result.Sample;
import io.jvloop.toolbench.result.Sha256;
import io.jvloop.toolbench.result.TextFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Results as one page of HTML that needs nothing else: charts, tables, and the raw data inside. */
public final class Report {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /** As each page has had it, within its first bytes. */
    private static final String TITLE = "<title>jvloop beside its peers</title>";

    private static final int HEAD_BYTES = 4096;

    private final Results results;
    private final List<CaseView> cases;
    private final List<GroupView> groups;
    private final Overview overview;

    private Report(Results results) {
        this.results = results;
        this.cases = CaseView.all(results);
        this.groups = GroupView.of(cases);
        this.overview = new Overview(groups);
    }

    /** Whether a page may be written there without a loss: nothing is, or a page of ours, which is known by its title. */
    public static boolean mayBeWritten(Path file) {
        if (!Files.exists(file) || TextFile.isDevice(file) || file.toFile().length() == 0) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).contains(TITLE);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * Writes the page as {@link TextFile#write} does. Paths of this machine, its name and its user's are not in it.
     *
     * @param root the repository, which is written as {@code .}
     * @throws IOException if it cannot be written, with one line
     */
    public static void write(Path root, Path file, Results results) throws IOException {
        TextFile.write(file, html(root, results));
    }

    static String html(Path root, Results results) {
        return new Report(shorter(new Anonymous(root).results(results))).page();
    }

    /** What two rounds have in common is less with six digits, and the page is a third smaller. */
    static Results shorter(Results from) {
        return new Results(
                from.format(),
                from.command(),
                from.started(),
                from.finished(),
                from.machine(),
                from.rounds(),
                from.warmupSeconds(),
                from.seconds(),
                from.cases(),
                from.peers(),
                from.samples().stream().map(Report::shorter).toList());
    }

    private static Sample shorter(Sample from) {
        Map<String, Double> figures = new LinkedHashMap<>();
        from.figures().forEach((name, value) -> figures.put(name, Numbers.sixDigits(value)));
        return new Sample(
                from.caseName(), from.peer(), from.round(), from.position(), from.note(), from.failure(), figures);
    }

    private String page() {
        String library = resource("echarts.min.js");
        String script = resource("report.js");
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("policy", policy(library, script));
        parts.put("style", resource("report.css"));
        parts.put("headline", Html.text(overview.headline()));
        parts.put("reference", Html.text(overview.name().isEmpty() ? "the reference" : overview.name()));
        parts.put("subject", Html.text(overview.subject()));
        parts.put("better", paragraph(overview.better()));
        parts.put("ranks", ranks());
        parts.put("picture", picture());
        parts.put("measured", measured());
        parts.put(
                "early",
                results.isWhole()
                        ? ""
                        : "<p class=\"warning\">This run was ended early: not everything was measured.</p>");
        parts.put("contents", contents());
        parts.put("groups", sections());
        parts.put("absent", absent());
        parts.put("peers", Tables.peers(results.peers(), cases));
        parts.put("machine", machine());
        parts.put("raw", raw());
        parts.put("rounds", Integer.toString(Interval.COUNT_MIN));
        parts.put("notice", Html.text(resource("NOTICE") + "\n" + resource("LICENSE") + "\n" + resource("LICENSE-d3")));
        parts.put("data", Charts.of(overview, groups).json());
        parts.put("library", library);
        parts.put("script", script);
        return fill(resource("report.html"), parts);
    }

    /** No network at all, and no script but these two. */
    private static String policy(String library, String script) {
        return "default-src 'none'; script-src " + hash(library) + " " + hash(script)
                + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String script) {
        byte[] digest = Sha256.begin().digest(script.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    private static String paragraph(String text) {
        return text.isEmpty() ? "" : "<p>" + Html.text(text) + "</p>";
    }

    private String ranks() {
        if (!overview.name().equals("jvloop") || overview.ranks().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<ul class=\"ranks\" aria-label=\"jvloop's place in each group\">");
        for (String rank : overview.ranks()) {
            int colon = rank.lastIndexOf(": ");
            html.append(
                    Html.of("<li><span>%s</span> <b>%s</b></li>", rank.substring(0, colon), rank.substring(colon + 2)));
        }
        return html.append("</ul>").toString();
    }

    private String picture() {
        if (overview.groups().isEmpty()) {
            return "";
        }
        return Html.of(
                "<figure><h2>%s, as a multiple of %s&#39;s</h2>\n<div id=\"standing\" class=\"chart\" tabindex=\"0\" role=\"img\" aria-label=\"%s"
                        + " The tables further down have the same figures as text.\"></div>\n<figcaption>Each dot is a server: the mean of its"
                        + " ratios in the cases of its group. Right of the line it takes more, left of it less. The scale doubles at each"
                        + " mark.</figcaption></figure>",
                sentence(overview.subject()), overview.name(), overview.headline());
    }

    private static String sentence(String text) {
        return text.startsWith("of ") ? "Cost" : text;
    }

    private String measured() {
        long measured = results.peers().stream()
                .filter(peer -> cases.stream()
                        .anyMatch(one ->
                                one.row(peer.name()).filter(Row::isMeasured).isPresent()))
                .count();
        return Html.of(
                "%s peers measured of %s, %s cases, %s · %s · %s, %s cores · commit %s",
                Long.toString(measured),
                Integer.toString(results.peers().size()),
                Integer.toString(cases.size()),
                Numbers.pace(results),
                day(),
                results.machine().cpu(),
                Integer.toString(results.machine().cores()),
                results.machine().commit());
    }

    private String day() {
        int time = results.started().indexOf('T');
        return time < 0 ? results.started() : results.started().substring(0, time);
    }

    private String contents() {
        StringBuilder html = new StringBuilder();
        groups.forEach(group -> html.append(Html.of("<a href=\"#%s\">%s</a> ", group.id(), group.title())));
        return html.toString();
    }

    private String sections() {
        StringBuilder html = new StringBuilder();
        for (GroupView group : groups) {
            html.append(Html.of("<section id=\"%s\" class=\"group\"><h2>%s</h2>\n", group.id(), group.title()));
            if (!group.peers().isEmpty()) {
                html.append(Html.of(
                        "<div class=\"bars\" data-group=\"%s\"></div>\n<div class=\"boxes\" data-group=\"%s\"></div>\n",
                        group.id(), group.id()));
            }
            group.cases().forEach(one -> html.append(Tables.ofCase(one)));
            html.append("</section>\n");
        }
        return html.toString();
    }

    private String absent() {
        String absent = Tables.absent(results.peers(), cases);
        if (!absent.isEmpty()) {
            return "<ul class=\"absent\">\n" + absent + "</ul>";
        }
        return results.isWhole()
                ? "<p>Everything that was asked for was measured.</p>"
                : "<p>All have figures, but not of every round, as the run was ended early.</p>";
    }

    private String machine() {
        Machine machine = results.machine();
        StringBuilder html = new StringBuilder("<dl>\n");
        row(html, "command", results.command());
        row(html, "started", results.started());
        row(html, "finished", results.isWhole() ? results.finished() : "ended early");
        row(
                html,
                "pace",
                Numbers.pace(results) + " after up to " + Numbers.plain(results.warmupSeconds()) + " s of warm-up");
        row(html, "processor", machine.cpu() + ", " + machine.cores() + " cores");
        row(html, "memory", Numbers.plain(machine.memoryBytes() / (1024.0 * 1024 * 1024)) + " GiB");
        row(html, "kernel", machine.kernel());
        row(html, "JDK", machine.jdk());
        row(html, "jvloop", "commit " + machine.commit());
        row(html, "cores", pinned(machine));
        machine.environment().forEach((name, value) -> row(html, name, value));
        return html.append("</dl>").toString();
    }

    private static String pinned(Machine machine) {
        if (machine.cores() == 1) {
            return "server and load shared the only one";
        }
        return machine.serverCore() < 0 || machine.clientCore() < 0
                ? "server and load were not pinned"
                : "server pinned to core " + machine.serverCore() + ", load to core " + machine.clientCore();
    }

    private static void row(StringBuilder html, String name, String value) {
        html.append(Html.of("<div><dt>%s</dt><dd>%s</dd></div>\n", name, value));
    }

    /** Without scripts it is a link to the packed file, with them to the plain one. */
    private String raw() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(ResultFile.json(results).getBytes(StandardCharsets.UTF_8));
        } catch (IOException memoryIsAlwaysThere) {
            throw new UncheckedIOException(memoryIsAlwaysThere);
        }
        return "<p><a id=\"raw\" download=\"results.json.gz\" href=\"data:application/gzip;base64,"
                + Base64.getEncoder().encodeToString(packed.toByteArray())
                + "\">Download the raw results</a> (figures to six digits), which <code>./jvloop compare</code> and <code>./jvloop bench report</code> read.</p>"
                + "<details id=\"shown\"><summary>Show them here</summary><pre tabindex=\"0\" aria-label=\"Raw results\"></pre></details>";
    }

    private static String fill(String template, Map<String, String> parts) {
        return PLACE.matcher(template).replaceAll(place -> {
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new AssertionError("no part " + place.group(1));
            }
            return Matcher.quoteReplacement(part);
        });
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + " is not among the resources: ./jvloop build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
