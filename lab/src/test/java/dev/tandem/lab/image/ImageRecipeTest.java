package dev.tandem.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageRecipeTest {
    @Test
    void equalPackagesInAnyOrderAreOneImage() {
        assertThat(ImageRecipe.with(Set.of("knot", "haproxy")).name())
                .matches("[0-9a-f]{16}")
                .isEqualTo(ImageRecipe.with(Set.of("haproxy", "knot")).name());
    }

    @Test
    void onePackageMoreIsAnotherImage() {
        assertThat(ImageRecipe.with(Set.of("knot")).name())
                .isNotEqualTo(ImageRecipe.with(Set.of("knot", "haproxy")).name());
    }

    @Test
    void whatTheLabNeedsIsAlwaysThere() {
        assertThat(ImageRecipe.with(Set.of()).packages()).contains("systemd-sysv", "openssh-server", "ifupdown");
    }

    @Test
    void theCustomisingStepsArePartOfTheRecipe() {
        assertThat(ImageRecipe.with(Set.of()).text()).contains(ImageRecipe.customiseScript(), "trixie", "minbase");
    }
}
