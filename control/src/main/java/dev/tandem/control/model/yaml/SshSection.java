package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Port;
import dev.tandem.control.model.Ssh;
import dev.tandem.control.model.yaml.kind.FileName;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.nio.file.Path;
import java.util.List;

/** {@code ssh}. */
final class SshSection extends Section<Ssh> {
    private static final Key<String> USER = Key.optional(
            "user",
            Scalars.checked("a user's name such as root", Ssh.USER, Ssh::checkUser),
            "root",
            "root, or a user who may use sudo without a password.");
    private static final Key<Integer> PORT =
            Key.optional("port", Scalars.whole(1, 65535), "22", "The port that sshd listens on.");
    private static final Key<Path> KEY = Key.optional(
            "key",
            new FileName("a private key's file such as ~/.ssh/id_ed25519"),
            "~/.ssh/id_ed25519",
            "The private key's file; ~/ is your home.");

    @Override
    public List<Key<?>> keys() {
        return List.of(USER, PORT, KEY);
    }

    @Override
    protected Ssh build(Values values) {
        return new Ssh(values.get(USER), new Port(values.get(PORT)), values.get(KEY));
    }
}
