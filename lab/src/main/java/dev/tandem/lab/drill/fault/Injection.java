package dev.tandem.lab.drill.fault;

import dev.tandem.lab.drill.ground.Ground;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** How a fault is done. */
public interface Injection {
    /** Does the harm and returns when it is done. Throws when it could not be. */
    Struck strike(Ground ground);

    /**
     * Harm that was done.
     *
     * @param what with the machine's name, for people
     * @param proof asked before it is mended: how one can tell that it bit; empty when it did not
     * @param mend undoes it
     * @param gone machines whose programs do not run meanwhile
     */
    record Struck(String what, Supplier<Optional<String>> proof, Runnable mend, Set<String> gone) {
        public Struck {
            gone = Set.copyOf(gone);
        }

        /** Harm that needs no mending, and that was seen to be done. */
        public static Struck done(String what, Optional<String> proof) {
            return new Struck(what, () -> proof, () -> {}, Set.of());
        }

        /** Both; the second is mended first. */
        public Struck and(Struck other) {
            Set<String> all = new HashSet<>(gone);
            all.addAll(other.gone);
            return new Struck(
                    what + "; " + other.what,
                    () -> both(proof.get(), other.proof.get()),
                    () -> {
                        other.mend.run();
                        mend.run();
                    },
                    all);
        }

        private static Optional<String> both(Optional<String> one, Optional<String> other) {
            List<String> proofs = new ArrayList<>();
            one.ifPresent(proofs::add);
            other.ifPresent(proofs::add);
            return proofs.size() == 2 ? Optional.of(String.join("; ", proofs)) : Optional.empty();
        }
    }
}
