package dev.tandem.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads the whole repository as text and holds the house numbers: what a reviewer should not have to say twice. */
class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int LONGEST_METHOD = 70;
    private static final int LONGEST_FILE = 500;
    private static final Set<String> NOT_OURS = Set.of(".git", ".tandem", "target", "node_modules");

    /** Where a program waits for what nobody can tell it about; everything else is woken. */
    private static final Set<String> WAITING = Set.of(
            "Deadline.java",
            "Journal.java",
            "PersistentConnector.java",
            "Runner.java",
            "SshRemote.java",
            "WholeTime.java");

    /** Goes through the example's whole API once, from outside, in one story. */
    private static final String LONG_STORY = "ConduitApiTest.java";

    /** systemd calls itself one. */
    private static final String SYSTEMD = "ServiceManager.java";

    private static final List<Path> FILES = new ArrayList<>();

    @BeforeAll
    static void readTheTree() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                FILES.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        FILES.sort(null);
    }

    @Test
    void noMethodIsLongerThan70Lines() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> tooLong = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(java().toList()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void nothing) {
                        LineMap lines = unit.getLineMap();
                        long length = lines.getLineNumber(positions.getEndPosition(unit, method))
                                - lines.getLineNumber(positions.getStartPosition(unit, method))
                                + 1;
                        if (length > LONGEST_METHOD) {
                            tooLong.add(unit.getSourceFile().getName() + " " + method.getName() + ": " + length);
                        }
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noFileIsLongerThan500Lines() {
        assertThat(java().filter(file -> !file.endsWith(LONG_STORY))
                        .filter(file -> text(file).lines().count() > LONGEST_FILE))
                .isEmpty();
    }

    @Test
    void noClassIsNamedByAWordThatSaysNothing() {
        assertThat(java().filter(file -> !file.endsWith(SYSTEMD))
                        .filter(file -> file.toString().matches(".*(Manager|Helper|Util|Impl)s?\\.java")))
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        // In two parts, so as not to find itself.
        Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
        assertNowhere(ending(".java", ".md", ".sh", ".yaml", ".xml", ".mustache"), later);
    }

    @Test
    void numbersAreFormattedForNobodysCountry() {
        assertNowhere(java(), Pattern.compile("String\\.format\\(\\s*(?!Locale|\\s)"));
    }

    @Test
    void onlyThosePartsSleepThatMust() {
        assertNowhere(
                main().filter(file -> !WAITING.contains(file.getFileName().toString())),
                Pattern.compile("\\.sleep\\("));
    }

    @Test
    void goldenFilesHaveNoBlanksAtTheEndOfALine() {
        assertNowhere(
                FILES.stream().filter(file -> file.toString().contains("/golden/render/")),
                Pattern.compile("(?m)[ \\t]+$"));
    }

    @Test
    void everyPackageSaysWhatItIsAndMarksItsNulls() {
        Set<Path> packages = main().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .startsWith("/**")
                        .contains("@NullMarked"));
    }

    @Test
    void shellScriptsAreShell() throws IOException, InterruptedException {
        for (Path script : ending(".sh").toList()) {
            String shell = text(script).startsWith("#!/usr/bin/env bash")
                            || text(script).startsWith("#!/bin/bash")
                    ? "bash"
                    : "sh";
            Process process = new ProcessBuilder(shell, "-n", script.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(process.waitFor()).as(script.toString()).isZero();
        }
    }

    private static Stream<Path> java() {
        return ending(".java");
    }

    private static Stream<Path> main() {
        return java().filter(file -> file.toString().contains("/src/main/java/"));
    }

    private static Stream<Path> ending(String... endings) {
        return FILES.stream().filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith));
    }

    /** Fails with file and line of everything that the pattern finds. */
    private static void assertNowhere(Stream<Path> files, Pattern banned) {
        Function<Path, Stream<String>> found = file -> {
            String text = text(file);
            return banned.matcher(text)
                    .results()
                    .map(MatchResult::start)
                    .map(start -> ROOT.relativize(file) + ":"
                            + (text.substring(0, start).lines().count() + 1));
        };
        assertThat(files.flatMap(found)).as(banned.pattern()).isEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
