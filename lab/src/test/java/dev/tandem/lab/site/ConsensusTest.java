package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three machines vote; one may die, and one that forgot how it voted is a new voter. */
@OnTheSite
class ConsensusTest {
    private static final String ETCDCTL = "etcdctl --cacert=/etc/ssl/tandem/consensus-authority.crt"
            + " --cert=/etc/ssl/tandem/consensus.pem --key=/etc/ssl/tandem/consensus.pem --endpoints=https://";
    private static final List<String> VOTERS = List.of("lb1", "lb2", "server1");

    @Test
    void balancersAndTheFirstDatabaseMachineAgree(SiteUnderTest site) {
        assertThat(site.on("lb1", etcdctl("lb1", "member list")).lines())
                .hasSize(3)
                .allMatch(line -> line.contains("started"));
        assertThat(site.on("lb1", etcdctl("lb1", "put test/agreed yes"))).isEqualTo("OK");
        assertThat(site.on("server1", etcdctl("server1", "get --print-value-only test/agreed")))
                .isEqualTo("yes");
    }

    @Test
    void whoHasNoCertificateOfTheSiteIsNotHeard(SiteUnderTest site) {
        String ask = "curl -sS --max-time 3 --cacert /etc/ssl/tandem/consensus-authority.crt"
                + " https://10.80.0.11:2379/v3/maintenance/status -d '{}'";
        assertThat(site.trying("lb2", ask + " 2>&1")).contains("alert");
        assertThat(site.on("lb2", ask + " --cert /etc/ssl/tandem/consensus.pem"))
                .contains("\"leader\"");
    }

    @Test
    void aVoterThatLostItsDataVotesAgainAfterAnApply(SiteUnderTest site) {
        site.disturb();
        site.on("lb1", etcdctl("lb1", "put test/kept yes"));
        String before = site.on("lb1", etcdctl("lb1", "member list") + " | awk -F', ' '$3 == \"lb2\" { print $1 }'");
        site.on("lb2", "systemctl stop etcd; rm -rf /var/lib/etcd/tandem/member");
        // The two that remember are the majority.
        assertThat(site.on("lb1", etcdctl("lb1", "get --print-value-only test/kept")))
                .isEqualTo("yes");
        // Debian's unit starts it as if nothing had happened, and etcd itself refuses that.
        site.trying("lb2", "systemctl start etcd");
        assertThat(site.on("lb2", "systemctl show --property=ActiveState --value etcd"))
                .isNotEqualTo("active");

        assertThat(site.tandem("plan").exits(0).output()).contains("+ lb2        join the voters as lb2");
        site.tandem("apply").exits(0);
        site.tandem("plan", "--exit-code").exits(0);
        assertThat(site.on("lb2", etcdctl("lb2", "get --print-value-only test/kept")))
                .isEqualTo("yes");
        assertThat(site.on("lb1", etcdctl("lb1", "member list") + " | awk -F', ' '$3 == \"lb2\" { print $1 }'"))
                .as("lb2's number, which is new: nobody takes it for the one that voted before")
                .isNotEqualTo(before);
    }

    @Test
    void whatWasDecidedIsBackedUpBeforeEtcdChanges(SiteUnderTest site) {
        site.disturb();
        String copies = "ls /var/lib/tandem/etcd 2>/dev/null | wc -l";
        int before = Integer.parseInt(site.on("server1", copies));
        site.on("server1", "echo '# mine' >> /etc/default/etcd");
        site.tandem("apply").exits(0);
        assertThat(Integer.parseInt(site.on("server1", copies))).isEqualTo(Math.min(before + 1, 5));
        assertThat(site.on(
                        "server1",
                        "etcdctl snapshot status $(ls /var/lib/tandem/etcd/*.db | tail -1) 2>/dev/null | wc -l"))
                .isEqualTo("1");
    }

    @Test
    void everyVoterMayDie(SiteUnderTest site) {
        for (String voter : VOTERS) {
            site.disturb();
            site.on(voter, "systemctl kill --signal=SIGKILL etcd");
            String other = SiteUnderTest.other(VOTERS, voter);
            // When it was their leader, the others elect one first.
            SiteUnderTest.await(
                    "the others decide without " + voter,
                    Duration.ofSeconds(10),
                    () -> site.trying(other, etcdctl(other, "put test/" + voter + " dead"))
                            .equals("OK"));
            SiteUnderTest.await(
                    voter + " votes again by itself",
                    Duration.ofSeconds(15),
                    () -> site.trying(voter, etcdctl(voter, "endpoint health 2>&1"))
                            .contains("is healthy"));
        }
    }

    /** As a balancer's root, whose machine votes: what he writes stops no write, moves nobody, and is put right by one command. */
    @Test
    void whoeverWritesToEtcdIsNotThereforeAnAgent(SiteUnderTest site) {
        site.disturb();
        String key = "/tandem/" + SiteUnderTest.NAME + "/database/state";
        String primary = SiteUnderTest.other(List.of("server1", "server2"), site.replica());
        long term = Long.parseLong(
                site.on("lb1", etcdctl("lb1", "get --print-value-only " + key)).replaceFirst("term=(\\d+) .*", "$1"));
        List<String> forged = List.of(
                "put " + key + " 'term=" + (term + 1) + " primary=" + site.replica() + " partner=none by=" + primary
                        + " nonce=00'",
                "put " + key + " 'term=" + term + " primary=" + site.replica() + " partner=none'",
                "put " + key + " 'term=" + (term + 7) + " primary=" + primary + " partner=none'",
                "put " + key + " garbage",
                "del " + key);
        try (Traffic users = Traffic.withWriter(
                site, Duration.ofSeconds(5), "GET 10 /api/articles?limit=5", "POST 3 /api/articles")) {
            for (String write : forged) {
                site.on("lb1", etcdctl("lb1", write));
                SiteUnderTest.await(
                        "both agents say that they do not believe it: " + write,
                        Duration.ofSeconds(10),
                        () -> List.of("server1", "server2").stream()
                                .allMatch(server -> site.on(server, "cat /run/tandem-agent/status.json")
                                        .contains("what etcd holds is not believed")));
                users.during(Duration.ofSeconds(1));
                assertThat(site.tandem("status").output()).contains("Next: tandem db restate");
                site.tandem("db", "restate").exits(0);
            }
            users.during(Duration.ofSeconds(1));
            assertThat(users.endWithoutFailure()).isNotEmpty();
        }
        assertThat(site.on("lb1", etcdctl("lb1", "get --print-value-only " + key)))
                .startsWith("term=" + term + " primary=" + primary + " partner=" + site.replica());
        site.tandem("status").exits(0);
    }

    /** A machine's death is one fault, not two: etcd without a leader and the database without its partner or primary. */
    @Test
    void theLeaderDoesNotStayWithADatabase(SiteUnderTest site) {
        site.disturb();
        String leads =
                " | awk -F' : ' '/\"MemberID\"/ { own = $2 } /\"Leader\"/ { leader = $2 } END { print own == leader }'";
        String leader = VOTERS.stream()
                .filter(voter -> site.on(voter, etcdctl(voter, "endpoint status -w fields") + leads)
                        .equals("1"))
                .findFirst()
                .orElseThrow();
        String server1 = site.on(
                "server1", etcdctl("server1", "member list") + " | awk -F', ' '$3 == \"server1\" { print $1 }'");
        if (!leader.equals("server1")) {
            site.on(leader, etcdctl(leader, "move-leader " + server1));
        }
        SiteUnderTest.await(
                "the leader leaves server1",
                Duration.ofSeconds(15),
                () -> site.on("server1", etcdctl("server1", "endpoint status -w fields") + leads)
                        .equals("0"));
    }

    /** Asks one member by its own address. */
    private static String etcdctl(String member, String command) {
        return ETCDCTL + SiteUnderTest.ADDRESSES.get(member) + ":2379 " + command;
    }
}
