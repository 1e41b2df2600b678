package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Rules;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Agents that lack one rule, to show that the simulation notices. */
public final class Sabotage {
    private Sabotage() {}

    /** The names of all rules. */
    public static List<String> rules() {
        return Arrays.stream(Rules.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** An agent without the rules of these names. */
    public static Agent without(List<String> rules) {
        Object[] values = rules().stream().map(name -> !rules.contains(name)).toArray();
        Class<?>[] types = rules().stream().map(name -> boolean.class).toArray(Class<?>[]::new);
        try {
            return new Agent(Rules.class.getDeclaredConstructor(types).newInstance(values));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Rules has changed its shape", e);
        }
    }
}
