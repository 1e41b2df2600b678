package dev.tandem.lab.drill.age;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What became of one kind of ageing.
 *
 * @param name of the {@link Age}
 * @param words what was aged and how one could tell, or why not
 */
@Json
public record Aged(String name, State state, String words) {
    /** Whether it can be said that the site is older in this respect. */
    public enum State {
        /** It was seen. */
        AGED,
        /** It was done, and nothing shows that it had an effect: a drill on such a site proves nothing about old ones. */
        DID_NOT_BITE,
        /** A lab cannot do it. */
        NOT_TRIED
    }

    /** Why a run after it says nothing; nothing when all that was tried bit. */
    public static List<String> doubts(List<Aged> all) {
        return all.stream()
                .filter(aged -> aged.state == State.DID_NOT_BITE)
                .map(aged -> "ageing did not bite: " + aged.name + ": " + aged.words)
                .toList();
    }
}
