package dev.tandem.control.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret on its way from one value to the next. Every step is also seen by a vault that is opened anew. */
class KeptSecretTest {
    private static final SecretName NAME = SecretName.DATABASE_APPLICATION;

    @TempDir
    Path folder;

    private String first = "";

    @BeforeEach
    void aSecret() {
        first = values().get(NAME);
    }

    @Test
    void aSteadySecretHasOneValue() {
        assertThat(kept().phase()).isEqualTo(Phase.STEADY);
        assertThat(values().accepted(NAME)).containsExactly(first);
    }

    @Test
    void aPreparedOneIsAcceptedAndNotInUse() {
        kept().prepare();
        assertThat(kept().phase()).isEqualTo(Phase.PREPARED);
        assertThat(values().accepted(NAME)).hasSize(2).startsWith(first);
    }

    @Test
    void preparingTwicePreparesOneValue() {
        kept().prepare();
        Secrets once = values();
        kept().prepare();
        assertThat(values()).isEqualTo(once);
    }

    @Test
    void afterTheSwitchTheOldValueIsAcceptedUntilItIsForgotten() {
        kept().prepare();
        String next = values().accepted(NAME).getLast();
        kept().switchOver();
        assertThat(kept().phase()).isEqualTo(Phase.SWITCHED);
        assertThat(values().accepted(NAME)).containsExactly(next, first);
        kept().forgetPrevious();
        assertThat(kept().phase()).isEqualTo(Phase.STEADY);
        assertThat(values().accepted(NAME)).containsExactly(next);
    }

    @Test
    void aSwitchThatWasCutOffBeforeItsRenameIsDoneAgain() throws IOException {
        kept().prepare();
        Secrets prepared = values();
        Files.copy(file(""), file(".previous"));
        assertThat(kept().phase()).isEqualTo(Phase.PREPARED);
        assertThat(values()).isEqualTo(prepared);
        kept().switchOver();
        assertThat(values().accepted(NAME))
                .containsExactlyElementsOf(prepared.accepted(NAME).reversed());
    }

    @Test
    void nothingIsSwitchedThatWasNotPrepared() {
        assertThatIllegalStateException().isThrownBy(() -> kept().switchOver()).withMessageContaining(NAME.value());
        assertThat(values().accepted(NAME)).containsExactly(first);
    }

    @Test
    void aNewReplacementEndsTheTimeOfTheOneBefore() {
        kept().prepare();
        kept().switchOver();
        String second = values().get(NAME);
        kept().prepare();
        assertThat(values().accepted(NAME)).hasSize(2).startsWith(second).doesNotContain(first);
    }

    @Test
    void itIsAsOldAsItsValue() throws IOException {
        Instant made = Instant.parse("2026-01-02T03:04:05Z");
        Files.setLastModifiedTime(file(""), FileTime.from(made));
        assertThat(kept().since()).contains(made);
        Files.delete(file(""));
        assertThat(kept().since()).isEmpty();
        assertThat(file("")).as("asking makes none").doesNotExist();
    }

    /** As a copy that was cut off leaves it. */
    @Test
    void anEmptyFileIsNotTakenForAValue() throws IOException {
        Files.writeString(file(""), "");
        assertThatThrownBy(this::values)
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining(file("") + " is empty.")
                .hasMessageContaining("tandem vault recover");
    }

    @Test
    void everyValueIsForItsOwnerAlone() throws IOException {
        kept().prepare();
        kept().switchOver();
        kept().prepare();
        for (Path file : List.of(file(""), file(".next"), file(".previous"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    private Path file(String ending) {
        return folder.resolve("secrets").resolve(NAME.value() + ending);
    }

    private KeptSecret kept() {
        return Vault.open(folder).kept(NAME);
    }

    private Secrets values() {
        return Vault.open(folder).secrets(List.of(NAME));
    }
}
