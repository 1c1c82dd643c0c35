package dev.claymore.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the ports of a configuration can be opened, found out before anything is started that would have to be stopped again. */
final class FreePorts {

    private FreePorts() {}

    /** @throws BadConfig naming the key of the host or of the port */
    static void check(Config config) {
        InetAddress host = address(config.host());
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("CLAYMORE_PORT", config.port());
        config.otlpHttpPort().ifPresent(port -> ports.put("CLAYMORE_OTLP_HTTP_PORT", port));
        config.otlpGrpcPort().ifPresent(port -> ports.put("CLAYMORE_OTLP_GRPC_PORT", port));
        List<ServerSocket> open = new ArrayList<>();
        try {
            ports.forEach((key, port) -> {
                try {
                    ServerSocket socket = new ServerSocket();
                    open.add(socket);
                    socket.bind(new InetSocketAddress(host, port));
                } catch (IOException e) {
                    throw HttpListener.taken(config.host(), port, key, e);
                }
            });
        } finally {
            open.forEach(FreePorts::close);
        }
    }

    private static InetAddress address(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
        } catch (UnknownHostException e) {
            // Refused below.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new BadConfig("CLAYMORE_HOST=" + host + ": must be an address or a name of this machine");
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
