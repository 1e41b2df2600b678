package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.network.NetworkNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may log in to the machines, seen by an SSH client on this computer, and that no change of that shuts us out. */
@OnTheSite
class SshTest {
    private static final String OURS = "/etc/ssh/sshd_config.d/00-tandem.conf";
    private static final String THEIRS = "/etc/ssh/sshd_config.d/99-somebody.conf";

    @ParameterizedTest
    @ValueSource(strings = {"lb1", "lb2", "server1", "server2"})
    void nothingButAKeyOpensAMachine(String machine, SiteUnderTest site) {
        assertThat(ssh(site, machine, "-o PubkeyAuthentication=no"))
                .contains("Permission denied (publickey).")
                .doesNotContain("password");
        assertThat(ssh(site, machine, "-i " + site.vault().resolve("id_ed25519")))
                .endsWith("came in");
    }

    @ParameterizedTest
    @CsvSource({
        "KexAlgorithms=ecdh-sha2-nistp256, no matching key exchange method",
        "KexAlgorithms=diffie-hellman-group14-sha256, no matching key exchange method",
        "Ciphers=aes128-ctr, no matching cipher",
        "Ciphers=aes256-cbc, no matching cipher",
        "HostKeyAlgorithms=ssh-rsa, no matching host key type"
    })
    void whatIsWeakIsNotSpoken(String option, String answer, SiteUnderTest site) {
        assertThat(ssh(site, "server1", "-o " + option)).contains(answer);
    }

    /** The file of somebody else only counts once ours no longer says where keys are: with our new file nobody gets in. */
    @Test
    void aConfigurationThatLetsNobodyInIsTakenBackByTheMachineItself(SiteUnderTest site) {
        site.disturb();
        site.on(
                "lb2",
                "echo 'AuthorizedKeysFile .ssh/authorized_keys' >> " + OURS + "; echo 'AuthorizedKeysFile none' > "
                        + THEIRS + "; systemctl reload ssh");
        try {
            Ran apply = site.tandem("apply").exits(1);

            assertThat(apply.errors())
                    .contains("lb2, sshd: with the new sshd no new connection was possible")
                    .contains("The machine is back at the old one");
            site.forget("lb2");
            assertThat(site.on("lb2", "tail -n 1 " + OURS)).isEqualTo("AuthorizedKeysFile .ssh/authorized_keys");
        } finally {
            site.on("lb2", "rm -f " + THEIRS);
        }
        site.tandem("apply").exits(0);
        assertThat(site.on("lb2", "grep -c AuthorizedKeysFile " + OURS + " || true"))
                .isEqualTo("0");
    }

    /** What an SSH client that trusts every machine gets to hear. */
    private static String ssh(SiteUnderTest site, String machine, String options) {
        return Command.of(
                        "ip",
                        "netns",
                        "exec",
                        new NetworkNames(site.labName()).bridgeNamespace(),
                        "sh",
                        "-c",
                        "ssh -F none -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=no"
                                + " -o UserKnownHostsFile=/dev/null -o LogLevel=INFO " + options + " root@"
                                + SiteUnderTest.ADDRESSES.get(machine) + " echo came in 2>&1 || true")
                .run()
                .strip();
    }
}
