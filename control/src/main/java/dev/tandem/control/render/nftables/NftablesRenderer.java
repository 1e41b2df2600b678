package dev.tandem.control.render.nftables;

import dev.tandem.control.model.Machine;
import dev.tandem.control.render.FirewallFiles;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The firewall, on every machine. */
public final class NftablesRenderer implements Renderer {
    private static final String CONFIGURATION = FirewallFiles.RULES;
    private static final Duration LOADED_WITHIN = Duration.ofSeconds(5);

    @Override
    public List<Component> render(Request request, Machine machine) {
        String content =
                NftablesConfigurationRenderer.of().execute(NftablesConfiguration.of(request.layout(), machine));
        return List.of(new Component(
                "nftables",
                Stage.FIREWALL,
                List.of(ManagedFile.open(CONFIGURATION, content, Effect.RELOAD), Unit.running("nftables.service")),
                List.of(Check.of("nft", "--check", "--file", CONFIGURATION)),
                List.of(Verification.within(
                        LOADED_WITHIN, "nft", "--terse", "list", "chain", "inet", "tandem", "input")),
                true,
                Optional.empty()));
    }
}
