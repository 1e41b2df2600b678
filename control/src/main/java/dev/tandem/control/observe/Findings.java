package dev.tandem.control.observe;

import dev.tandem.control.observe.SiteStatus.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What is not as it should be, a sentence each, and what follows from all of it. Not thread-safe. */
public final class Findings {
    private final List<String> grave = new ArrayList<>();
    private final List<String> lesser = new ArrayList<>();

    Findings() {}

    /** Users cannot read, or cannot write. */
    void grave(String sentence) {
        grave.add(sentence);
    }

    /** The next fault may be one too many. */
    void lesser(String sentence) {
        lesser.add(sentence);
    }

    public Verdict verdict() {
        if (!grave.isEmpty()) {
            return Verdict.DOWN;
        }
        return lesser.isEmpty() ? Verdict.WELL : Verdict.DEGRADED;
    }

    /** The gravest first. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>(grave);
        troubles.addAll(lesser);
        return List.copyOf(troubles);
    }
}
