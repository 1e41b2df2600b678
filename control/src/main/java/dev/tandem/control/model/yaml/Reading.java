package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Site;
import dev.tandem.control.model.yaml.text.Locations;
import dev.tandem.control.model.yaml.text.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came of reading a site's file. Whole-site rules are not checked yet: see {@code rules}. */
public sealed interface Reading {
    /** Every value of the file is right by itself. */
    record Good(Site site, Locations locations) implements Reading {}

    /**
     * The file is wrong.
     *
     * @param problems at least one, in the order of the file
     * @param draft what could be read all the same; empty when there was nothing to go by
     */
    record Bad(List<Problem> problems, Optional<Draft> draft) implements Reading {
        public Bad {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A site made from a wrong file, with stand-ins where its own values could not be read. It exists so that whole-site
     * rules can speak of the rest of the file in the same run; nothing else may use it.
     *
     * @param doubtful the paths of the stand-ins
     */
    record Draft(Site site, Locations locations, Set<String> doubtful) {
        public Draft {
            doubtful = Set.copyOf(doubtful);
        }
    }
}
