package dev.tandem.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything in this repository that lives long or says how long something lives: what keeps a connection, a thread, a process or a
 * growing collection in the main sources, and each time-out, lifetime and timer in the files that are made for machines. Found by the
 * words that make such things, so that one that is added is found, too.
 */
final class LongLived {
    private static final List<String> MODULES =
            List.of("protocol", "routing", "runner", "agent", "control", "lab", "sites/www.foobar.com/app");

    /** What is made, by what the page calls it. */
    private static final Map<String, Pattern> MADE = new LinkedHashMap<>();

    static {
        made("HTTP client", "HttpClient\\.new\\w+\\(|new SmallQuestion\\(");
        made("HTTP server", "HttpServer\\.create\\(|import org\\.eclipse\\.jetty\\.server\\.Server;");
        made(
                "database session",
                "new Session\\(|new HikariDataSource\\(|DriverManager(?:\\.|::)getConnection\\b|DRIVER\\.connect\\(");
        made("SSH session", "\\.getSession\\(");
        made("socket", "new Socket\\(|new ServerSocket\\(|(?:Socket|Datagram|ServerSocket)Channel\\.open\\(");
        made("thread", "Thread\\.of(?:Platform|Virtual)\\(|new Thread\\(|Thread\\.startVirtualThread\\(");
        made("executor", "Executors\\.new\\w+\\(|new (?:Scheduled)?ThreadPoolExecutor\\(|new QueuedThreadPool\\(");
        made("timer", "new Timer\\(|\\.schedule\\w*\\(|delayedExecutor\\(|completeOnTimeout\\(|\\.orTimeout\\(");
        made("process", "new ProcessBuilder\\(");
        made(
                "collection",
                "new Concurrent\\w+<|ConcurrentHashMap\\.newKeySet\\(|new \\w*BlockingQueue<|new WeakHashMap<");
        made("file that is kept open", "FileChannel\\.open\\(");
        made("TLS memory", "SSLContext\\.getInstance\\(|new SslContextFactory\\.");
        made("lease", "/v3/lease/grant");
        made("idle time", "set(?:Idle|Keepalive|KeepAlive|MaxLifetime|ServerAlive)\\w*\\(");
        made("property", "System\\.setProperty\\(\\s*\"(?:sun\\.net|jdk|com\\.zaxxer)");
        made("days", "Duration\\.ofDays\\(\\d");
        made("table", "CREATE TABLE");
    }

    /** A directive about time: at the begin of a line, or one of those that stand among others. */
    private static final Pattern DIRECTIVE = Pattern.compile(
            "^\\s*(?:(stats timeout|timeout [a-z][\\w-]*|option [\\w-]*(?:tcpka|keep-alive)|hard-stop-after|[\\w-]*tcpka-\\w+)"
                    + "|(proxy_next_upstream_timeout|\\w*(?:_timeout|keepalive|lifetime|expire|retry_count)\\w*|max_binlog_size)\\b"
                    + "|([A-Z]\\w*Sec|On[A-Z]\\w*|(?:OOMScore)?Restart)=(?!always|no\\b|on-failure)"
                    + "|(ETCD_\\w*(?:INTERVAL|TIMEOUT|RETENTION|TTL)\\w*)="
                    + "|(ClientAlive\\w+|\\$TTL|net\\.ipv4\\.tcp_\\w+|advert_int|garp_master_\\w+|interval|timeout|serial-policy)\\b)");

    private static final Pattern AMONG_OTHERS = Pattern.compile(
            "(?<![\\w.-])([a-z-]+\\.timer)(?!\\.)|"
                    + "\\b(tcp-ut|inter|fastinter|downinter|expire|fail_timeout)(?=[ =]\\d)|(?<= )(SOA)(?= )|(flags [\\w, ]*timeout)");

    private LongLived() {}

    private static void made(String kind, String expression) {
        MADE.put(kind, Pattern.compile(expression));
    }

    /** {@code module/File.java: kind}, with how many when there are more than one. */
    static SortedSet<String> inSources(Path repository) {
        Map<String, Integer> found = new TreeMap<>();
        for (String module : MODULES) {
            for (Path file : files(repository.resolve(module).resolve("src/main/java"))) {
                madeIn(read(file)).forEach(kind -> found.merge(key(module, file) + ": " + kind, 1, Integer::sum));
            }
        }
        SortedSet<String> keys = new TreeSet<>();
        found.forEach((key, count) -> keys.add(count == 1 ? key : key + " ×" + count));
        return keys;
    }

    /** {@code file: directive}, once for all machines of all sites; a unit's drop-in goes by the name of its folder. */
    static SortedSet<String> inRendered(Path golden) {
        SortedSet<String> keys = new TreeSet<>();
        rendered(golden).forEach((path, stored) -> {
            String name = String.valueOf(path.getFileName());
            String folder = String.valueOf(path.getParent().getFileName());
            String said = name.endsWith(".components")
                    ? "units"
                    : folder.endsWith(".d") && name.equals("tandem.conf") ? folder : name;
            saidIn(read(golden.resolve(stored))).forEach(directive -> keys.add(said + ": " + directive));
        });
        return keys;
    }

    /** Every rendered file of every case, and where its content is stored: equal ones are stored once, whatever their names. */
    private static Map<Path, String> rendered(Path golden) {
        Map<Path, String> rendered = new TreeMap<>();
        for (Path list : files(golden)) {
            String name = String.valueOf(list.getFileName());
            if (list.getParent().equals(golden) && name.endsWith(".files")) {
                String folder = name.substring(0, name.length() - ".files".length());
                read(list).lines().map(line -> line.split(" = ", 2)).forEach(words -> {
                    String here = folder + "/" + words[0];
                    rendered.put(Path.of(here), words.length == 2 ? words[1] : here);
                });
            }
        }
        return rendered;
    }

    /** The kinds of what a source makes, each as often as it does. */
    static List<String> madeIn(String source) {
        String text = source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)(?:^|\\s)//.*$", "");
        return MADE.entrySet().stream()
                .flatMap(kind -> kind.getValue().matcher(text).results().map(_ -> kind.getKey()))
                .toList();
    }

    /** The directives about time in a file for a machine. */
    static List<String> saidIn(String file) {
        return file.lines()
                .map(line -> line.replaceFirst("(?:^|\\s)#.*", ""))
                .flatMap(line -> directives(line).stream())
                .toList();
    }

    private static String key(String module, Path file) {
        return module.substring(module.lastIndexOf('/') + 1) + "/" + file.getFileName();
    }

    private static List<String> directives(String line) {
        List<String> all = new ArrayList<>();
        for (Pattern pattern : List.of(DIRECTIVE, AMONG_OTHERS)) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    if (matcher.group(group) != null) {
                        all.add(matcher.group(group));
                    }
                }
            }
        }
        return all;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + folder, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
