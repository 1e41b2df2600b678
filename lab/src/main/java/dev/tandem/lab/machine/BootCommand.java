package dev.tandem.lab.machine;

import dev.tandem.lab.network.NetworkNames;
import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command that boots a machine, as words: systemd-nspawn(1), checked against systemd 252 and 257. */
final class BootCommand {
    /**
     * Machines of one computer would share the control group "payload", and one machine's systemd would stop another's
     * services, unless each is started from a group of its own.
     */
    private static final String ENTER_GROUPS =
            "while [ \"$1\" != -- ]; do echo $$ > \"$1\"/cgroup.procs || exit; shift; done; shift; exec \"$@\"";

    private BootCommand() {}

    /** See systemd's docs/ENVIRONMENT.md. */
    static Map<String, String> environment() {
        return Map.of(
                // The machine gets cgroup v2 alone, as Debian 13 expects, whatever this computer mounts.
                "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY", "1",
                // net.* sysctls belong to the machine's own namespace and must be writable (ip_nonlocal_bind).
                "SYSTEMD_NSPAWN_API_VFS_WRITABLE", "network",
                // The lab's own lock and control group keep two boots of one disk apart; this one would leave files
                // behind.
                "SYSTEMD_NSPAWN_LOCK", "0");
    }

    /** @param groups the control groups that the machine lives in, in different hierarchies */
    static List<String> words(LabName lab, MachineName machine, Path root, List<Path> groups) {
        List<String> words = new ArrayList<>(List.of("setsid", "sh", "-c", ENTER_GROUPS, "sh"));
        groups.forEach(group -> words.add(group.toString()));
        words.addAll(List.of(
                "--",
                "systemd-nspawn",
                "--quiet",
                "--boot",
                "--register=no",
                "--keep-unit",
                "--settings=no",
                "--directory=" + root,
                "--machine=" + registeredName(lab, machine),
                "--hostname=" + machine,
                "--network-namespace-path=/run/netns/" + new NetworkNames(lab).machineNamespace(machine),
                "--capability=CAP_NET_ADMIN,CAP_NET_RAW,CAP_IPC_LOCK",
                "--kill-signal=SIGRTMIN+4",
                "--resolv-conf=off",
                "--timezone=off",
                "--link-journal=no"));
        return words;
    }

    /** What systemd-nspawn calls the machine on this computer: unique over all labs. */
    static String registeredName(LabName lab, MachineName machine) {
        return machine + "." + lab;
    }
}
