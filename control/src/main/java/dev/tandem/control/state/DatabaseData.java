package dev.tandem.control.state;

/**
 * A machine's data directory, which is part of the site's one database.
 *
 * @param site the site's host name
 * @param schema what the site's data is called: data without it is somebody else's
 * @param address where other machines find this one's database
 */
public record DatabaseData(String site, String schema, String address) implements Item {
    /** Holds the site's name where the directory belongs to the site: an agent never uses, nor copies over, another one. */
    public static final MachinePath MARK = new MachinePath("/var/lib/mysql/tandem-site");
}
