package dev.tandem.control.remote;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Answers the SSH library's question about a machine's key from our own record of keys. */
final class PinnedHostKeys implements HostKeyRepository {
    private final HostKeys keys;

    PinnedHostKeys(HostKeys keys) {
        this.keys = keys;
    }

    @Override
    public int check(String host, byte[] key) {
        String base64 = Base64.getEncoder().encodeToString(key);
        return switch (keys.judge(host, typeOf(key), base64)) {
            case KNOWN -> OK;
            case CHANGED -> CHANGED;
            case NEW -> {
                keys.remember(host, typeOf(key), base64);
                yield OK;
            }
        };
    }

    /** The key's own first field names its type (RFC 4253, 6.6). */
    private static String typeOf(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        byte[] name = new byte[buffer.getInt()];
        buffer.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    @Override
    public void add(HostKey hostkey, UserInfo ui) {
        throw new UnsupportedOperationException("keys are remembered in check");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("a machine's key is forgotten by hand");
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        throw new UnsupportedOperationException("a machine's key is forgotten by hand");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return keys.file().toString();
    }

    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return new HostKey[0];
    }
}
