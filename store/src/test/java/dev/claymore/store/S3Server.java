package dev.claymore.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** S3Proxy: S3 over HTTP with signatures, its objects as files of a directory. */
final class S3Server implements AutoCloseable {

    static final String ACCESS_KEY = "access-key";
    static final String SECRET_KEY = "secret-key-of-the-bucket";

    private final Path directory;
    private final BlobStoreContext blobs;
    private final S3Proxy proxy;

    S3Server(Path directory) throws Exception {
        this.directory = Files.createDirectories(directory);
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", directory.toString());
        this.blobs = ContextBuilder.newBuilder("filesystem")
                .credentials(ACCESS_KEY, SECRET_KEY)
                .overrides(properties)
                .build(BlobStoreContext.class);
        this.proxy = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        blobs.getBlobStore().createContainerInLocation(null, "bucket");
        proxy.start();
    }

    URI location() {
        return URI.create("http://127.0.0.1:" + proxy.getPort() + "/bucket/claymore/");
    }

    /** Objects in the bucket. */
    long objects() throws IOException {
        AtomicLong objects = new AtomicLong();
        Files.walkFileTree(directory.resolve("bucket"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                objects.incrementAndGet();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE; // Deleted while this looks.
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return objects.get();
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not stop", e);
        }
        blobs.close();
    }
}
