package dev.tandem.control.state;

import java.util.List;

/**
 * A certificate that the machine itself gets from a public authority and keeps renewing.
 *
 * @param lineage certbot's name for the line of certificates; another one when the authority or the names are others
 * @param directory where the authority is asked
 * @param names whom it is made out to
 * @param file where its service finds it, with its key
 */
public record PublicCertificate(String lineage, String directory, List<String> names, MachinePath file)
        implements Item {
    /** Says which lineage the file was put in place for, and with which content. */
    public static final MachinePath MARK = new MachinePath("/var/lib/tandem/issued");

    public PublicCertificate {
        names = List.copyOf(names);
    }

    /** What {@link #MARK} holds when the file, which has this SHA-256, is of this lineage. */
    public String mark(String sha256) {
        return lineage + " " + sha256 + "\n";
    }
}
