package dev.tandem.agent.loop;

import java.time.Duration;

/**
 * Tells a loop that hangs from one that is not let: a process that stands in the queue for a processor makes no turn either, and killing it
 * makes a new one that has more to do. Counted is only the time in which this process could have gone on. Values; a turn makes a new one.
 *
 * @param own how long the loop has made no turn although the process was not kept waiting
 * @param whole how long it has made none
 */
record Stall(Duration own, Duration whole) {
    /** Of its own time: a turn takes milliseconds, and whatever it asks for answers within three seconds or not at all. */
    static final Duration HANGS = Duration.ofSeconds(4);

    /** Of all time. Longer than any computer was seen to be without a turn; a loop that waits for a lock among busy threads ends here. */
    static final Duration HOPELESS = Duration.ofSeconds(60);

    static final Stall NONE = new Stall(Duration.ZERO, Duration.ZERO);

    /**
     * What was seen a while later, without a turn between.
     *
     * @param passed how long the while was
     * @param waited how long all threads of this process together stood in the queue for a processor meanwhile
     */
    Stall after(Duration passed, Duration waited) {
        Duration excused = waited.compareTo(passed) < 0 ? waited : passed;
        return new Stall(own.plus(passed.minus(excused)), whole.plus(passed));
    }

    boolean hangs() {
        return own.compareTo(HANGS) >= 0 || whole.compareTo(HOPELESS) >= 0;
    }
}
