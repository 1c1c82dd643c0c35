package dev.claymore.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A bucket of an S3-compatible service as a second tier of the engine's disks. The storage policy {@value #POLICY} has the volume
 * {@value #COLD_VOLUME} for it, behind a cache on the local disk.
 *
 * @param location endpoint, bucket and prefix: {@code https://s3.example/bucket/prefix/}
 * @param region of the signatures
 * @param accessKey empty: the credentials of the machine (environment, instance)
 * @param secretKey of the access key
 * @param cacheBytes the most the cache may take on the local disk
 */
public record S3Tier(URI location, String region, String accessKey, String secretKey, long cacheBytes) {

    /** The storage policy that every engine has, with a bucket or without. */
    public static final String POLICY = "claymore";

    /** The volume of {@value #POLICY} that lies on S3; absent without a bucket. */
    public static final String COLD_VOLUME = "cold";

    /** The disk of the bucket, below its cache. */
    public static final String DISK = "claymore_s3";

    private static final String LOCATION = "CLAYMORE_ENGINE_S3_LOCATION";
    private static final String REGION = "CLAYMORE_ENGINE_S3_REGION";
    private static final String ACCESS_KEY = "CLAYMORE_ENGINE_S3_ACCESS_KEY";
    private static final String SECRET_KEY = "CLAYMORE_ENGINE_S3_SECRET_KEY";
    private static final String CACHE_BYTES = "CLAYMORE_ENGINE_S3_CACHE_BYTES";

    /** Checks the values; the message of the exception names the field and the allowed range, and never a key. */
    public S3Tier {
        Objects.requireNonNull(region, "region");
        if (!location.toString().endsWith("/")) {
            throw new IllegalArgumentException("location is " + location + ", must end with /");
        }
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw new IllegalArgumentException("accessKey and secretKey must be given both or neither");
        }
        if (cacheBytes < 1 << 20) {
            throw new IllegalArgumentException("cacheBytes is " + cacheBytes + ", must be at least " + (1 << 20));
        }
    }

    /** Whether somebody listens there; never throws, and takes two seconds at most where names are found at once. */
    public boolean reachable() {
        int port = location.getPort() >= 0
                ? location.getPort()
                : location.getScheme().equals("https") ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(location.getHost(), port), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** To the child process by its environment, which other users of the machine do not see. */
    void toEnvironment(Map<String, String> environment) {
        environment.put(LOCATION, location.toString());
        environment.put(REGION, region);
        environment.put(ACCESS_KEY, accessKey);
        environment.put(SECRET_KEY, secretKey);
        environment.put(CACHE_BYTES, Long.toString(cacheBytes));
    }

    static Optional<S3Tier> ofEnvironment(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(LOCATION))
                .map(location -> new S3Tier(
                        URI.create(location),
                        environment.get(REGION),
                        environment.get(ACCESS_KEY),
                        environment.get(SECRET_KEY),
                        Long.parseLong(environment.get(CACHE_BYTES))));
    }

    /** The keys stay out of logs. */
    @Override
    public String toString() {
        return "S3Tier[location=" + location + ", region=" + region + ", cacheBytes=" + cacheBytes + "]";
    }
}
