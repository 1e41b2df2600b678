package dev.tandem.lab.drill.age;

import dev.tandem.control.remote.RemoteException;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.LabException;
import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Ground;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a site old: what time does is done, one thing after the other, and then the site is left alone for a while with all its
 * lifetimes cut to seconds, so that each ends many times. Nobody works on the site meanwhile. What was shortened stays short until the
 * machines are cleared.
 */
public final class Ageing {
    private final List<Age> ages;
    private final List<Aged> notTried;
    private final Duration quiet;
    private final Consumer<String> say;

    /**
     * Prepares it.
     *
     * @param notTried what is said of the things that cannot be aged here
     * @param quiet how long the site is left alone
     */
    public Ageing(List<Age> ages, List<Aged> notTried, Duration quiet, Consumer<String> say) {
        this.ages = List.copyOf(ages);
        this.notTried = List.copyOf(notTried);
        this.quiet = quiet;
        this.say = say;
    }

    /** One that was begun. */
    private record Begun(Age age, Struck struck) {}

    /** Does it, and says of each thing what became of it. What could not be done is said too, and the rest is done. */
    public List<Aged> of(Ground ground) {
        List<Aged> all = new ArrayList<>();
        List<Begun> begun = new ArrayList<>();
        for (Age age : ages) {
            say.accept("ageing, " + age.name() + ": " + age.sentence());
            try {
                begun.add(new Begun(age, age.injection().strike(ground)));
            } catch (LabInterruptedException e) {
                throw e;
            } catch (LabException | RemoteException | IllegalStateException e) {
                all.add(new Aged(age.name(), Aged.State.DID_NOT_BITE, String.valueOf(e.getMessage())));
            }
        }
        say.accept("ageing: nobody does anything for " + quiet.toSeconds() + " s");
        Deadline.pause(quiet);
        begun.forEach(each -> all.add(judged(each)));
        all.addAll(notTried);
        return all;
    }

    private static Aged judged(Begun begun) {
        Optional<String> proof = begun.struck().proof().get();
        return new Aged(
                begun.age().name(),
                proof.isPresent() ? Aged.State.AGED : Aged.State.DID_NOT_BITE,
                proof.map(words -> begun.struck().what() + ": " + words)
                        .orElseGet(() -> begun.struck().what() + ", and nothing shows that it had an effect"));
    }
}
