package dev.tandem.agent.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sets of the gate's nftables table ({@code inet tandem_gate}). One nft runs for as long as the agent does and takes
 * commands: starting one for each would cost 13 ms ten times a second, this costs a tenth of one. A command has happened when the
 * call returns. An element is a port or an IPv4 address and nothing else: it becomes part of a command that root gives to the kernel.
 * Safe for many threads.
 */
final class Packets {
    private static final String TABLE = "inet tandem_gate";
    /** What nft prints last when it is asked for this set. */
    private static final String MARK = "list set " + TABLE + " shunned\n";

    private static final String END = "}";
    private static final int LINES = 4096;

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

    private static final Pattern ELEMENT = Pattern.compile("[0-9]{1,5}|(?:" + OCTET + "\\.){3}" + OCTET);

    /** Stands for the end of what an nft says. */
    private static final String ENDED = "";

    private final Programs programs;
    private final Duration answersWithin;
    private @Nullable Process nft;
    private @Nullable Writer commands;

    /** What the present nft said; an earlier one may still be saying something. */
    private BlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES);

    /** @param answersWithin after which nft counts as hanging, and is started anew */
    Packets(Programs programs, Duration answersWithin) {
        this.programs = programs;
        this.answersWithin = answersWithin;
    }

    /** Adds an element, in place of what there was; with a time-out the kernel takes it away by itself. */
    public synchronized void add(String set, String element, @Nullable Duration timeout) {
        run(adding(set, element, timeout));
    }

    /** The same, soon: for what is repeated anyway. */
    public synchronized void addSoon(String set, String element, Duration timeout) {
        String command = adding(set, element, timeout);
        if (lines.removeIf(line -> line.startsWith("Error:"))) {
            // Of the one before, which nobody waited for. This one is.
            run(command);
            return;
        }
        try {
            Writer to = commands();
            to.write(command + "\n");
            to.flush();
        } catch (IOException broken) {
            stop();
            throw new UncheckedIOException("nft ended while it was told: " + command, broken);
        }
    }

    private static String adding(String set, String element, @Nullable Duration timeout) {
        String add = "add element " + TABLE + " " + set + " { " + element
                + (timeout == null ? "" : " timeout " + timeout.toMillis() + "ms") + " }";
        return remove(set, element) + "; " + add;
    }

    public synchronized void delete(String set, String element) {
        run(remove(set, element));
    }

    /** What is in a set now, each element as nft writes it. */
    public synchronized List<String> elements(String set) {
        List<String> answer = run("list set " + TABLE + " " + set);
        String text = String.join(" ", answer);
        if (!text.contains("set " + set + " {")) {
            // Not the same as one in which nothing is.
            throw new IllegalStateException("nft does not say what is in " + set + ": " + text);
        }
        int begin = text.indexOf("elements = {");
        if (begin < 0 || begin > text.indexOf("set shunned")) {
            return List.of();
        }
        String list = text.substring(begin + "elements = {".length(), text.indexOf(END, begin));
        return List.of(list.strip().split("\\s*,\\s*", -1));
    }

    private static String remove(String set, String element) {
        if (!ELEMENT.matcher(element).matches()) {
            throw new IllegalArgumentException("'" + element + "' is neither a port nor an IPv4 address");
        }
        return "destroy element " + TABLE + " " + set + " { " + element + " }";
    }

    /** Runs one command, and what marks its end. */
    private List<String> run(String command) {
        try {
            Writer to = commands();
            lines.clear();
            to.write(command + "\n" + MARK);
            to.flush();
            return answer(command);
        } catch (IOException broken) {
            stop();
            throw new UncheckedIOException("nft ended while it was told: " + command, broken);
        }
    }

    private List<String> answer(String command) throws IOException {
        List<String> answer = new ArrayList<>();
        long end = System.nanoTime() + answersWithin.toNanos();
        boolean marked = false;
        while (true) {
            String line = next(end - System.nanoTime());
            if (line == null) {
                throw new IOException("no answer in " + answersWithin.toMillis() + " ms to: " + command);
            }
            if (line.equals(ENDED)) {
                throw new IOException("nft ended");
            }
            answer.add(line);
            if (line.startsWith("Error:")) {
                // What else it says about this must not be taken for the next command's answer.
                stop();
                throw new IllegalStateException("nft: " + line + " (" + command + ")");
            }
            marked |= line.contains("set shunned");
            if (marked && line.equals(END)) {
                return answer;
            }
        }
    }

    private @Nullable String next(long nanos) throws IOException {
        try {
            return lines.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private Writer commands() throws IOException {
        Process running = nft;
        Writer to = commands;
        if (running != null && to != null && running.isAlive()) {
            return to;
        }
        Process started = programs.start(new ProcessBuilder("nft", "--interactive").redirectErrorStream(true));
        BlockingQueue<String> said = new ArrayBlockingQueue<>(LINES);
        Thread.ofPlatform().daemon().name("nft").start(() -> read(started, said));
        lines = said;
        nft = started;
        commands = new OutputStreamWriter(started.getOutputStream(), StandardCharsets.UTF_8);
        return commands;
    }

    private static void read(Process from, BlockingQueue<String> said) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty() && !said.offer(line)) {
                    said.clear();
                }
            }
        } catch (IOException ended) {
            // The next command starts another one.
        }
        if (!said.offer(ENDED)) {
            said.clear();
            boolean _ = said.offer(ENDED);
        }
    }

    private void stop() {
        if (nft != null) {
            nft.destroyForcibly();
        }
        nft = null;
        commands = null;
    }
}
