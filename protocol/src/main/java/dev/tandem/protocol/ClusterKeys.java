package dev.tandem.protocol;

/** The names of a site's keys in etcd. */
public record ClusterKeys(String site) {
    /** In place of the revision that a key must have: any. */
    public static final long ANY_REVISION = -1;

    /** Throws IllegalArgumentException when the name could leave the site's own part of etcd. */
    public ClusterKeys {
        if (site.isEmpty() || site.contains("/")) {
            throw new IllegalArgumentException("'" + site + "' cannot be part of a key");
        }
    }

    /** The {@link ClusterState}, changed by compare-and-swap only. */
    public String state() {
        return prefix() + "state";
    }

    /** The primary's {@link Heartbeat}. */
    public String heartbeat() {
        return prefix() + "heartbeat";
    }

    /** What an operator asked for: a switchover. */
    public String request() {
        return prefix() + "request";
    }

    /** Present while an operator wants the agents to observe only. */
    public String paused() {
        return prefix() + "paused";
    }

    /** Who became primary in a term, when and why; written together with the state. */
    public String history(long term) {
        return historyPrefix() + "%018d".formatted(term);
    }

    /** What the keys of all terms begin with. */
    public String historyPrefix() {
        return prefix() + "history/";
    }

    private String prefix() {
        return "/tandem/" + site + "/database/";
    }
}
