package dev.tandem.routing;

import java.time.Duration;

/** Lets time pass; tests let it pass at once. */
@FunctionalInterface
interface Sleeper {
    void pass(Duration duration) throws InterruptedException;
}
