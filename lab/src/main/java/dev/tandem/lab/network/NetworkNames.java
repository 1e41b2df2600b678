package dev.tandem.lab.network;

import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How the parts of a lab's network are named. A colon stands between lab and machine because neither name can contain
 * one, so that no lab's machine is ever taken for another lab.
 *
 * @param lab whose network it is
 */
public record NetworkNames(LabName lab) {
    /** The link's name inside every machine. */
    public static final String MACHINE_LINK = "eth0";

    /** The bridge's name in its namespace: everything that machines send each other crosses it. */
    public static final String BRIDGE = "lab_bridge";

    private static final String PREFIX = "tandem-";

    /** IFNAMSIZ less its terminating zero: linux/if.h. */
    private static final int LONGEST_LINK = 15;

    private static final String PORT_PREFIX = "m_";

    /** The namespace with the bridge and the admin address in it. */
    public String bridgeNamespace() {
        return PREFIX + lab;
    }

    /** The namespace that is one machine's network. */
    public String machineNamespace(MachineName machine) {
        return bridgeNamespace() + ":" + machine;
    }

    /** Whether a namespace belongs to this lab. */
    public boolean owns(String namespace) {
        return namespace.equals(bridgeNamespace()) || namespace.startsWith(bridgeNamespace() + ":");
    }

    /** The bridge's end of a machine's cable. The prefix keeps a machine named "lo" from meaning the loopback. */
    String port(MachineName machine) {
        String plain = PORT_PREFIX + machine;
        return plain.length() <= LONGEST_LINK
                ? plain
                : plain.substring(0, LONGEST_LINK - 7) + "_" + HexFormat.of().formatHex(hash(machine.value()), 0, 3);
    }

    /**
     * The hardware address of a machine: always the same for the same lab and machine, or its neighbours would talk to the
     * old one after a restart until their caches expire. Locally administered, unicast (IEEE 802, 8.2).
     */
    String hardwareAddress(MachineName machine) {
        return "02:" + HexFormat.ofDelimiter(":").formatHex(hash(lab + "/" + machine), 0, 5);
    }

    /** The bridge's own hardware address; stable for the same reason. */
    String bridgeHardwareAddress() {
        return "06:" + HexFormat.ofDelimiter(":").formatHex(hash(lab.value()), 0, 5);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
