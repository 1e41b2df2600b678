package dev.tandem.control.render;

import dev.tandem.control.credentials.Secret;
import java.util.Optional;

/**
 * What the admin's files hold that move a virtual address.
 *
 * @param program a script
 * @param token what the script needs to be let in where it asks for the move
 */
public record MoveHook(String program, Optional<Secret> token) {
    /** Where the token lies on balancers. */
    public static final String TOKEN = "/etc/tandem/move-address.token";
}
