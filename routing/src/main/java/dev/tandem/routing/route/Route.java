package dev.tandem.routing.route;

/** The two places a transaction can run. */
public enum Route {
    PRIMARY,
    REPLICA;

    /** As it stands in messages. */
    public String word() {
        return this == PRIMARY ? "primary" : "replica";
    }

    public Route other() {
        return this == PRIMARY ? REPLICA : PRIMARY;
    }
}
