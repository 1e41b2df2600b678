package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import java.util.List;

/** Something that must hold, or had better hold, for a site as a whole. */
interface Rule {
    /** The breaches, in the order of the file; empty when the rule holds. Pure. */
    List<Breach> check(Site site);
}
