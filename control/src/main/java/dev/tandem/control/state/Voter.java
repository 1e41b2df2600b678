package dev.tandem.control.state;

import java.util.List;

/**
 * A machine's vote: it is a member of the site's one etcd.
 *
 * @param name as the other members know it
 * @param peerUrl where they reach it; no other member has it
 * @param clientUrl where it is asked
 * @param peerUrls of all members, its own among them
 * @param others where the other members are asked
 * @param authority the file of the certificate that every member's and client's is signed by
 * @param identity the file of its own certificate and key
 */
public record Voter(
        String name,
        String peerUrl,
        String clientUrl,
        List<String> peerUrls,
        List<String> others,
        MachinePath authority,
        MachinePath identity)
        implements Item {
    /** Where etcd keeps what was decided; a directory of Tandem's own, so that the package's example is never taken for it. */
    public static final MachinePath DATA = new MachinePath("/var/lib/etcd/tandem");

    public Voter {
        peerUrls = List.copyOf(peerUrls);
        others = List.copyOf(others);
    }

    /** Of all members one has to see to those that the site no longer has. */
    public boolean isFirst() {
        return peerUrls.getFirst().equals(peerUrl);
    }
}
