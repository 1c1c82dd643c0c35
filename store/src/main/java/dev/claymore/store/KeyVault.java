package dev.claymore.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what others entrust to a project (keys of providers, headers of receivers; AES-256-GCM) under a key in a file of its own, so that
 * the database alone gives none away. A text is bound to its owner: moved to another, it does not open. Safe for use by many threads.
 */
public final class KeyVault {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;

    private final Path file;
    private final SecureRandom random = new SecureRandom();
    private volatile SecretKeySpec key;

    /** @param file made (0600) when the first text is encrypted */
    public KeyVault(Path file) {
        this.file = file;
    }

    /** @param owner a project's id, and what the text is for where there are several */
    public String encrypt(String owner, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, owner, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot encrypt with AES-GCM", e);
        }
    }

    /** Empty when the text was not made with this key for this owner. */
    public Optional<String> decrypt(String owner, String text) {
        try {
            ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            if (all.remaining() < 1 + NONCE_BYTES || all.get() != VERSION) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            all.get(nonce);
            byte[] sealed = new byte[all.remaining()];
            all.get(sealed);
            byte[] opened = cipher(Cipher.DECRYPT_MODE, owner, nonce).doFinal(sealed);
            return Optional.of(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String owner, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private synchronized SecretKeySpec key() {
        if (key == null) {
            try {
                if (!Files.exists(file)) {
                    create();
                }
                byte[] bytes = Base64.getDecoder().decode(Files.readString(file).strip());
                if (bytes.length != KEY_BYTES) {
                    throw new IllegalStateException(file + " does not hold a key of 32 bytes");
                }
                key = new SecretKeySpec(bytes, "AES");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return key;
    }

    private void create() throws IOException {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        PrivateFile.create(file, Base64.getEncoder().encodeToString(bytes) + "\n");
    }
}
