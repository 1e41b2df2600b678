package dev.tandem.control.observe;

import dev.tandem.control.observe.SiteStatus.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What is not as it should be, a sentence each, and what follows from all of it. Not thread-safe. */
public final class Findings {
    private final List<String> grave = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> lesser = new ArrayList<>();

    Findings() {}

    /** Users cannot read, or cannot write: somebody who knows said so. */
    void grave(String sentence) {
        grave.add(sentence);
    }

    /** Whether users can read and write is not known, because who knows cannot be asked: as alarming as if they could not. */
    void unknown(String sentence) {
        unknown.add(sentence);
    }

    /** The next fault may be one too many. */
    void lesser(String sentence) {
        lesser.add(sentence);
    }

    public Verdict verdict() {
        if (!grave.isEmpty() || !unknown.isEmpty()) {
            return Verdict.DOWN;
        }
        return lesser.isEmpty() ? Verdict.WELL : Verdict.DEGRADED;
    }

    /** Whether it was seen that users cannot read or write; else only nobody could say that they can. */
    public boolean isSeenDown() {
        return !grave.isEmpty();
    }

    /** The gravest first. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>(grave);
        troubles.addAll(unknown);
        troubles.addAll(lesser);
        return List.copyOf(troubles);
    }
}
