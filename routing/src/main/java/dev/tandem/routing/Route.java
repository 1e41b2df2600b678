package dev.tandem.routing;

/** The two places a transaction can run. */
enum Route {
    PRIMARY,
    REPLICA;

    /** As it stands in messages. */
    String word() {
        return this == PRIMARY ? "primary" : "replica";
    }

    Route other() {
        return this == PRIMARY ? REPLICA : PRIMARY;
    }
}
