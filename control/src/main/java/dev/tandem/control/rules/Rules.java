package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import dev.tandem.control.model.yaml.Reading;
import dev.tandem.control.model.yaml.text.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All rules. Pure. */
public final class Rules {
    private static final List<Rule> ALL = List.of(
            new NameIsInDomain(),
            new AddressesAreUsable(),
            new AddressesDiffer(),
            new VirtualAddressesFit(),
            new RolesAreFilled(),
            new AMajorityVotes(),
            new RecordsAgree(),
            new RecordValuesAreSound(),
            new SecretsAreSecret(),
            new ConnectionsSuffice(),
            new OneAddressHasAShare());

    private Rules() {}

    /** What breaks a rule in one site. */
    public static List<Breach> check(Site site) {
        return ALL.stream().flatMap(rule -> rule.check(site).stream()).toList();
    }

    /**
     * What breaks a rule between sites: a list of breaches for each site, in the same order. A clash is said of the later
     * site only.
     */
    public static List<List<Breach>> checkTogether(List<Site> sites) {
        return IntStream.range(0, sites.size())
                .mapToObj(index ->
                        against(sites.subList(0, index), sites.get(index)).toList())
                .toList();
    }

    /**
     * Everything there is to say about files that were read: the reader's problems and broken rules, file by file and in
     * the order of lines. A file that could not be read whole is held to the rules as far as it could.
     */
    public static List<Problem> problems(List<Reading> readings) {
        List<Problem> problems = new ArrayList<>();
        List<Site> earlier = new ArrayList<>();
        for (Reading reading : readings) {
            Stream<Problem> clashes = Stream.empty();
            if (reading instanceof Reading.Good good) {
                clashes = against(earlier, good.site()).map(breach -> breach.in(good.locations()));
                earlier.add(good.site());
            }
            Stream.concat(problems(reading), clashes)
                    .sorted(Comparator.comparing(Problem::position))
                    .forEach(problems::add);
        }
        return List.copyOf(problems);
    }

    private static Stream<Breach> against(List<Site> earlier, Site site) {
        // A copy, because the stream is read after the caller has added to its list.
        return List.copyOf(earlier).stream().flatMap(other -> SitesAreApart.check(site, other).stream());
    }

    private static Stream<Problem> problems(Reading reading) {
        return switch (reading) {
            case Reading.Good good -> check(good.site()).stream().map(breach -> breach.in(good.locations()));
            case Reading.Bad bad ->
                Stream.concat(bad.problems().stream(), bad.draft().stream().flatMap(Rules::problems));
        };
    }

    private static Stream<Problem> problems(Reading.Draft draft) {
        return check(draft.site()).stream()
                .filter(breach -> !breach.isInDoubt(draft.doubtful()))
                .map(breach -> breach.in(draft.locations()));
    }
}
