package dev.tandem.lab.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.lab.computer.Places;
import dev.tandem.lab.computer.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path directory;

    private ImageStore store;

    @BeforeEach
    void images() throws Exception {
        Places places = new Places(directory, directory.resolve("labs"), directory.resolve("locks"));
        store = new ImageStore(places, InstantSource.fixed(NOW), Progress.silent());
        image("oldest", 1);
        image("older", 2);
        image("newer", 3);
        image("newest", 4);
    }

    @Test
    void theTwoImagesUsedLastAreKept() {
        store.prune(Set.of());
        assertThat(directory).isDirectoryNotContaining("glob:**/old*").isDirectoryContaining("glob:**/new*");
    }

    @Test
    void anImageInUseIsKeptHoweverOld() {
        store.prune(Set.of("oldest"));
        assertThat(directory.resolve("oldest")).exists();
        assertThat(directory.resolve("older")).doesNotExist();
    }

    @Test
    void anUnfinishedImageIsTheBuildersBusiness() throws Exception {
        image("x.building.1", 0);
        store.prune(Set.of());
        assertThat(directory.resolve("x.building.1")).exists();
    }

    @Test
    void aFinishedImageIsTakenAsItIsAndMarkedAsUsed() throws Exception {
        ImageRecipe recipe = ImageRecipe.with(Set.of("knot"));
        image(recipe.name(), 0);
        assertThat(store.ensure(recipe)).isEqualTo(recipe.name());
        assertThat(Files.getLastModifiedTime(directory.resolve(recipe.name())).toInstant())
                .isEqualTo(NOW);
    }

    @Test
    void aMissingImageIsNamedWithWhatToDo() {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> store.root("0123"))
                .withMessageContaining("0123")
                .withMessageContaining("down and up again");
    }

    private void image(String name, int hoursLater) throws Exception {
        Path image = directory.resolve(name);
        Files.createDirectories(image.resolve("root"));
        Files.setLastModifiedTime(image, FileTime.from(NOW.minusSeconds(100_000).plusSeconds(hoursLater * 3600L)));
    }
}
