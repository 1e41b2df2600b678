package dev.tandem.routing.time;

import java.time.Duration;

/** Lets time pass; tests let it pass at once. */
@FunctionalInterface
public interface Sleeper {
    void pass(Duration duration) throws InterruptedException;
}
