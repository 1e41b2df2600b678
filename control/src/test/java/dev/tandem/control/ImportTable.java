package dev.tandem.control;

import java.util.List;
import java.util.stream.Stream;

/** What each package may import, and why; {@link ArchitectureTest} holds it. */
final class ImportTable {
    static final String ROOT = "dev.tandem.control.";

    /** What every package may use. */
    private static final List<String> EVERYWHERE =
            List.of("java..", "org.jspecify.annotations..", "dev.tandem.protocol");

    private ImportTable() {}

    /** A line of the table. */
    record Row(String name, String because, List<String> mayImport) {
        static Row of(String name, String because, String... mayImport) {
            return new Row(name, because, List.of(mayImport));
        }

        /** One of the products below {@code render}. */
        static Row product(String name) {
            return of(
                    "render." + name,
                    "a product is understood, and one day replaced, without reading the others",
                    "layout",
                    "credentials",
                    "model",
                    "state",
                    "state.desired",
                    "render",
                    "io.jstach.jstache..",
                    "io.jstach.jstachio..");
        }

        String packageName() {
            return ROOT + name;
        }

        String[] allowed() {
            Stream<String> own = Stream.concat(Stream.of(name), mayImport.stream())
                    .map(word -> word.endsWith("..") ? word : ROOT + word);
            return Stream.concat(EVERYWHERE.stream(), own).toArray(String[]::new);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(products(), ofTheFile(), ofWhatShouldBe(), ofWhatActs(), frame(), changes(), commands())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> products() {
        return Stream.of(
                        "agent",
                        "certbot",
                        "haproxy",
                        "etcd",
                        "keepalived",
                        "knot",
                        "mariadb",
                        "nftables",
                        "nginx",
                        "router",
                        "runner",
                        "sshd",
                        "system")
                .map(Row::product);
    }

    private static Stream<Row> ofTheFile() {
        return Stream.of(
                Row.of("model", "a site is values: no file, no clock, no library"),
                Row.of("model.yaml.text", "only the reader knows that a site is YAML", "org.snakeyaml.."),
                Row.of(
                        "model.yaml.kind",
                        "how a list or a duration is read does not depend on the key before it",
                        "model",
                        "model.yaml.text",
                        "org.snakeyaml.."),
                Row.of(
                        "model.yaml",
                        "a section says which keys there are, and not how YAML is read",
                        "model",
                        "model.yaml.kind",
                        "model.yaml.text",
                        "org.snakeyaml.."),
                Row.of(
                        "rules",
                        "a rule is tried with a site and nothing else",
                        "model",
                        "model.yaml",
                        "model.yaml.text"));
    }

    private static Stream<Row> ofWhatShouldBe() {
        return Stream.of(
                Row.of("layout", "who talks to whom follows from the site alone", "model"),
                Row.of("credentials", "a secret's name follows from the site alone, its value from the vault", "model"),
                Row.of("state", "a plan is tested with tables, so its vocabulary knows no renderer and no network"),
                Row.of("state.desired", "what should be does not depend on what is", "state"),
                Row.of("state.actual", "what is, is compared with what should be", "state", "state.desired"),
                Row.of(
                        "render",
                        "every product is rendered from the same request",
                        "layout",
                        "credentials",
                        "model",
                        "state",
                        "state.desired"),
                new Row(
                        "render.site",
                        "only it knows all products",
                        List.of(
                                "layout",
                                "credentials",
                                "model",
                                "state",
                                "state.desired",
                                "render",
                                "dev.tandem.control.render..")),
                Row.of(
                        "plan",
                        "equal machines must give equal plans: it sees two values and nothing else",
                        "state",
                        "state.desired",
                        "state.actual"));
    }

    private static Stream<Row> ofWhatActs() {
        return Stream.of(
                Row.of("remote", "it runs commands and does not know what a site is", "com.jcraft..", "javax.crypto.."),
                Row.of(
                        "observe",
                        "asking changes nothing, so it cannot reach what changes",
                        "state",
                        "state.desired",
                        "state.actual",
                        "remote",
                        "credentials",
                        "layout",
                        "model",
                        "io.avaje.."),
                Row.of(
                        "operate",
                        "what it holds and tells needs no plan, so a command may do it without one",
                        "remote",
                        "state.desired"),
                Row.of(
                        "apply",
                        "it carries out a plan and decides nothing that the plan did not say",
                        "plan",
                        "state",
                        "state.desired",
                        "state.actual",
                        "remote",
                        "observe",
                        "operate",
                        "org.apache.commons.compress.."),
                Row.of(
                        "release",
                        "a release is made of files here, whatever machines there are",
                        "model",
                        "layout",
                        "state",
                        "state.desired",
                        "remote",
                        "observe"),
                Row.of(
                        "vault",
                        "it keeps secrets and certificates and knows only their names",
                        "credentials",
                        "model",
                        "org.bouncycastle.."),
                Row.of(
                        "recovery",
                        "it reads machines and fills a vault, and cannot change a machine",
                        "vault",
                        "render",
                        "observe",
                        "remote",
                        "credentials",
                        "state",
                        "state.desired",
                        "model"));
    }

    /** The frame of the command line, and what stands on nothing else. */
    private static Stream<Row> frame() {
        return Stream.of(
                Row.of(
                        "cli",
                        "every command stands on it, so it knows none",
                        "apply",
                        "layout",
                        "model",
                        "model.yaml",
                        "observe",
                        "recovery",
                        "release",
                        "remote",
                        "render",
                        "render.site",
                        "rules",
                        "state",
                        "vault",
                        "credentials",
                        "model.yaml.text",
                        "operate",
                        "state.desired",
                        "io.avaje.jsonb..",
                        "picocli.."),
                Row.of(
                        "cli.shell",
                        "what somebody does on a machine in his own words is his own",
                        "cli",
                        "model",
                        "remote",
                        "picocli.."),
                Row.of(
                        "cli.db",
                        "databases are asked and told things through their agents alone",
                        "layout",
                        "cli",
                        "cli.shell",
                        "model",
                        "observe",
                        "remote",
                        "operate",
                        "io.avaje..",
                        "picocli.."));
    }

    /** What commands stand on that change machines. */
    private static Stream<Row> changes() {
        return Stream.of(
                Row.of(
                        "cli.applying",
                        "what holds the lock does not know who asked for it",
                        "cli",
                        "apply",
                        "model",
                        "observe",
                        "plan",
                        "operate",
                        "state.actual",
                        "state.desired"),
                Row.of(
                        "cli.secret",
                        "an apply goes on with what it began, and not the other way round",
                        "layout",
                        "cli",
                        "cli.applying",
                        "cli.db",
                        "model",
                        "plan",
                        "recovery",
                        "remote",
                        "render",
                        "state",
                        "vault",
                        "credentials",
                        "operate",
                        "state.desired",
                        "io.avaje..",
                        "picocli.."));
    }

    private static Stream<Row> commands() {
        return Stream.of(
                Row.of(
                        "cli.change",
                        "it says what is done in which order, and others do it",
                        "cli",
                        "cli.applying",
                        "cli.secret",
                        "layout",
                        "model",
                        "observe",
                        "plan",
                        "remote",
                        "render.site",
                        "state",
                        "operate",
                        "state.desired",
                        "io.avaje..",
                        "picocli..",
                        "com.github.difflib.."),
                Row.of(
                        "cli.look",
                        "it says how things are, so it cannot reach what plans and applies",
                        "cli",
                        "cli.secret",
                        "layout",
                        "model",
                        "model.yaml",
                        "observe",
                        "remote",
                        "rules",
                        "vault",
                        "model.yaml.text",
                        "state.desired",
                        "io.avaje..",
                        "picocli.."),
                Row.of(
                        "cli.start",
                        "only it knows all commands",
                        "cli",
                        "cli.change",
                        "cli.db",
                        "cli.look",
                        "cli.secret",
                        "cli.shell",
                        "model",
                        "observe",
                        "plan",
                        "release",
                        "remote",
                        "vault",
                        "state.desired",
                        "picocli.."));
    }
}
