package dev.claymore.ingest;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Whose batch it is: the socket's other end, or, behind proxies that are trusted by configuration, whom the last of them names. */
final class SenderAddress {

    private final List<Network> trusted;

    /** @throws IllegalArgumentException naming the entry that is no address and no network */
    SenderAddress(List<String> trustedProxies) {
        trusted = trustedProxies.stream().map(Network::parse).toList();
    }

    Optional<InetAddress> of(BatchRequest request) {
        Optional<InetAddress> address = parse(request.peer());
        String forwarded = request.headerOrEmpty("x-forwarded-for");
        if (trusted.isEmpty() || forwarded.isEmpty()) {
            return address;
        }
        // From the right: each trusted proxy has written down who spoke to it; what a visitor wrote stands further
        // left.
        String[] hops = forwarded.split(",", 64);
        for (int i = hops.length - 1; i >= 0 && address.isPresent() && isTrusted(address.get()); i--) {
            address = parse(hops[i].strip());
        }
        return address;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static Optional<InetAddress> parse(String text) {
        try {
            String host = text;
            if (host.startsWith("[")) {
                host = host.substring(1, Math.max(1, host.indexOf(']')));
            } else if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
                host = host.substring(0, host.indexOf(':'));
            }
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Network(byte[] address, int prefix) {

        static Network parse(String text) {
            String[] parts = text.strip().split("/", 2);
            try {
                byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
                int prefix = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
                if (prefix >= 0 && prefix <= address.length * 8) {
                    return new Network(address, prefix);
                }
            } catch (IllegalArgumentException refusedBelow) {
                // Falls through: one message for all that is wrong.
            }
            throw new IllegalArgumentException(
                    "a trusted proxy must be an address or a network such as 10.0.0.0/8, got: " + text);
        }

        boolean contains(InetAddress other) {
            byte[] bytes = other.getAddress();
            if (bytes.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int shift = 7 - (bit & 7);
                if ((bytes[bit >> 3] >> shift & 1) != (address[bit >> 3] >> shift & 1)) {
                    return false;
                }
            }
            return true;
        }
    }
}
