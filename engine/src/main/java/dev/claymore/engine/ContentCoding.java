package dev.claymore.engine;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;

/** The codings of HTTP bodies, in the order in which ClickHouse prefers them. */
enum ContentCoding {
    GZIP,
    DEFLATE,
    LZ4,
    ZSTD,
    IDENTITY;

    private static final int BUFFER_BYTES = 64 * 1024;

    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The coding of a request's body. */
    static ContentCoding ofRequest(String header) throws BadInputException {
        String token = header == null ? "" : header.trim().toLowerCase(Locale.ROOT);
        return switch (token) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "lz4" -> LZ4;
            case "zstd" -> ZSTD;
            default ->
                throw new BadInputException(
                        ErrorCode.NOT_IMPLEMENTED,
                        "Unknown Content-Encoding '" + header + "'; gzip, deflate, lz4 and zstd are known");
        };
    }

    /** The coding for an answer to a client that accepts those of the header; ClickHouse knows no weights either. */
    static ContentCoding ofAcceptEncoding(String header) {
        if (header != null) {
            String accepted = header.toLowerCase(Locale.ROOT);
            for (ContentCoding coding : values()) {
                if (coding != IDENTITY && accepted.contains(coding.token())) {
                    return coding;
                }
            }
        }
        return IDENTITY;
    }

    InputStream decode(InputStream in) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
            case DEFLATE -> new InflaterInputStream(in);
            case LZ4 -> new LZ4FrameInputStream(in);
            case ZSTD -> new ZstdInputStream(in).setContinuous(false);
            case IDENTITY -> in;
        };
    }

    OutputStream encode(OutputStream out, int zlibLevel) throws IOException {
        return switch (this) {
            case GZIP -> new LevelledGzip(out, zlibLevel);
            case DEFLATE -> new DeflaterOutputStream(out, new java.util.zip.Deflater(zlibLevel), BUFFER_BYTES);
            case LZ4 -> new LZ4FrameOutputStream(out, BLOCKSIZE.SIZE_256KB);
            case ZSTD -> new ZstdOutputStream(out, 1);
            case IDENTITY -> out;
        };
    }

    private static final class LevelledGzip extends GZIPOutputStream {
        LevelledGzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(level);
        }
    }
}
