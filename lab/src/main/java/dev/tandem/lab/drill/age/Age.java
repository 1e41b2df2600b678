package dev.tandem.lab.drill.age;

import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.fault.Injection;
import java.util.Set;

/**
 * One kind of thing that time does to a site.
 *
 * @param name in reports
 * @param sentence what is shortened, or let pass, or taken back
 * @param needs what the site must have for it
 * @param injection does it. What it shortens stays short until the machine is cleared; its proof is asked after a quiet time
 */
public record Age(String name, String sentence, Set<Fault.Need> needs, Injection injection) {
    public Age {
        needs = Set.copyOf(needs);
    }

    /** One that every site can have. */
    Age(String name, String sentence, Injection injection) {
        this(name, sentence, Set.of(), injection);
    }
}
