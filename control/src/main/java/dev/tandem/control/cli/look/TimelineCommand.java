package dev.tandem.control.cli.look;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.observe.ClockOffset;
import dev.tandem.control.observe.Journal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What decided about the site and moved it: agents, balancers, databases and etcd of all machines as one story. */
@Command(
        name = "timeline",
        description =
                "Show what agents, balancers, databases and etcd of all machines said, merged by time. Of requests, only those"
                        + " that a server or the way to it failed: 'tandem logs' has them all.")
public final class TimelineCommand extends SiteCommand {
    private static final List<String> UNITS = List.of(
            "tandem-agent.service",
            "tandem-gate.service",
            "tandem-router.service",
            "haproxy.service",
            "keepalived.service",
            "mariadb.service",
            "etcd.service");

    /** What HAProxy logs of a request that was answered. A path is in quotes and contains none. */
    private static final Pattern ANSWERED =
            Pattern.compile(": request id=\\S+ client=\\S+ method=\\S+ path=\"[^\"]*\" status=[1-4]\\d\\d ");

    private static final Pattern AGO = Pattern.compile("(\\d+)([smhd])");

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "10m",
            description =
                    "How long ago it begins, as 90s, 10m or 2h; or a time as journalctl takes it (default: ${DEFAULT-VALUE}).")
    String since = "10m";

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        ClockOffset.measure(workplace.fleet(), workplace.machineNames())
                .forEach((machine, offset) -> offset.worthTelling()
                        .ifPresent(words -> talk.line(machine + ": its clock is " + words
                                + "; its lines have its own time, and so may stand in the wrong place.")));
        Journal journal = new Journal(workplace.fleet(), workplace.machineNames(), journalTime(since), UNITS);
        return Journals.show(journal, TimelineCommand::isEvent, talk);
    }

    /** Whether a line tells more than that somebody was answered. */
    static boolean isEvent(String line) {
        return !ANSWERED.matcher(line).find();
    }

    /** journalctl's "m" would be months. */
    static String journalTime(String since) {
        Matcher ago = AGO.matcher(since);
        if (!ago.matches()) {
            return since;
        }
        String unit = ago.group(2).equals("m") ? "min" : ago.group(2);
        return "-" + ago.group(1) + unit;
    }
}
