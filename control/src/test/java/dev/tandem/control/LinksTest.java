package dev.tandem.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of our documents lead to files and to headings that are there, and the index names every page. */
class LinksTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCUMENTS = ROOT.resolve("docs");
    private static final Set<String> NOT_OURS = Set.of(".git", ".tandem", "target", "node_modules");

    /** Of {@code [text](path#heading)} what is in round brackets, unless it leads out of the repository. */
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    private static final Pattern FENCED = Pattern.compile("(?ms)^\\s*```.*?^\\s*```");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        List<Path> documents = documents(ROOT);
        assertThat(documents)
                .contains(
                        ROOT.resolve("README.md"),
                        ROOT.resolve("CONTRIBUTING.md"),
                        ROOT.resolve("SECURITY.md"),
                        DOCUMENTS.resolve("README.md"));
        List<String> broken = new ArrayList<>();
        for (Path document : documents) {
            broken.addAll(broken(document));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        Set<Path> named = new TreeSet<>();
        for (Path index : List.of(
                DOCUMENTS.resolve("README.md"),
                DOCUMENTS.resolve("runbooks/README.md"),
                DOCUMENTS.resolve("decisions/README.md"))) {
            named.add(index);
            links(index).forEach(link -> named.add(target(index, link)));
        }
        assertThat(named).containsAll(documents(DOCUMENTS));
    }

    /** This test can fail: a file, a heading of another file and one of its own that are not there. */
    @Test
    void aLinkThatLeadsNowhereIsNamed(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("there.md"), """
                # Two `words`, twice

                ## Two words twice
                ```
                # No heading
                ```
                """);
        Path document = Files.writeString(folder.resolve("page.md"), """
                [good](there.md#two-words-twice) [good](there.md#two-words-twice-1) [good](https://example.org/x#y)
                [bad](gone.md) [bad](there.md#no-heading) [bad](#nothing)
                """);
        assertThat(broken(document))
                .containsExactly("page.md -> gone.md", "page.md -> there.md#no-heading", "page.md -> #nothing");
    }

    private static List<String> broken(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MatchResult link : links(document)) {
            Path target = target(document, link);
            if (Files.notExists(target)
                    || (link.group(2) != null && !headings(target).contains(link.group(2)))) {
                String words = link.group();
                broken.add(document.getFileName() + " -> " + words.substring(2, words.length() - 1));
            }
        }
        return broken;
    }

    private static List<MatchResult> links(Path document) throws IOException {
        return LINK.matcher(Files.readString(document)).results().toList();
    }

    private static Path target(Path document, MatchResult link) {
        return link.group(1).isEmpty()
                ? document
                : document.resolveSibling(link.group(1)).normalize();
    }

    /** The names under which headings can be reached, as the hosting platform makes them. */
    private static Set<String> headings(Path document) throws IOException {
        Set<String> names = new TreeSet<>();
        String text = FENCED.matcher(Files.readString(document)).replaceAll("");
        for (MatchResult heading : HEADING.matcher(text).results().toList()) {
            String name = heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            String next = name;
            for (int count = 1; !names.add(next); count++) {
                next = name + "-" + count;
            }
        }
        return names;
    }

    private static List<Path> documents(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> Stream.of(ROOT.relativize(file).toString().split("/", -1))
                            .noneMatch(NOT_OURS::contains))
                    .sorted()
                    .toList();
        }
    }
}
