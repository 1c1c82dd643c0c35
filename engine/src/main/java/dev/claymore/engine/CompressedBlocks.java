package dev.claymore.engine;

import com.github.luben.zstd.Zstd;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * ClickHouse's own framing of compressed data, that of {@code compress=1} and {@code decompress=1}.
 *
 * <p>A block is a CityHash128 of all that follows (16 bytes), a method (1 byte), the compressed size with this header of
 * nine bytes (4 bytes), the uncompressed size (4 bytes), and the data. Integers are little-endian.
 */
final class CompressedBlocks {
    private static final int CHECKSUM_BYTES = 16;
    private static final int HEADER_BYTES = 9;
    private static final byte NONE = 0x02;
    private static final byte LZ4 = (byte) 0x82;
    private static final byte ZSTD = (byte) 0x90;
    /** ClickHouse's {@code DBMS_DEFAULT_BUFFER_SIZE}. */
    private static final int BLOCK_BYTES = 1024 * 1024;
    /** ClickHouse's limit is 1 GiB; no client makes blocks of more than a few MB, and the heap is small. */
    private static final int MAX_BLOCK_BYTES = 32 * 1024 * 1024;

    private CompressedBlocks() {}

    /** Writes LZ4 blocks of up to 1 MiB of input. */
    static final class Writer extends OutputStream {
        private final OutputStream out;
        private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
        private final byte[] input = new byte[BLOCK_BYTES];
        private final byte[] block =
                new byte[CHECKSUM_BYTES + HEADER_BYTES + compressor.maxCompressedLength(BLOCK_BYTES)];
        private int size;

        Writer(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                int part = Math.min(length - done, input.length - size);
                System.arraycopy(bytes, offset + done, input, size, part);
                size += part;
                done += part;
                if (size == input.length) {
                    writeBlock();
                }
            }
        }

        private void writeBlock() throws IOException {
            if (size == 0) {
                return;
            }
            int header = CHECKSUM_BYTES;
            int compressed = compressor.compress(input, 0, size, block, header + HEADER_BYTES);
            ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
            buffer.put(header, LZ4);
            buffer.putInt(header + 1, compressed + HEADER_BYTES);
            buffer.putInt(header + 5, size);
            CityHash128.Value checksum = CityHash128.hash(block, header, compressed + HEADER_BYTES);
            buffer.putLong(0, checksum.low());
            buffer.putLong(8, checksum.high());
            out.write(block, 0, header + HEADER_BYTES + compressed);
            size = 0;
        }

        @Override
        public void flush() throws IOException {
            writeBlock();
            out.flush();
        }

        @Override
        public void close() throws IOException {
            writeBlock();
            out.close();
        }
    }

    /** Reads blocks of any of the three methods, and checks their sums. */
    static final class Reader extends InputStream {
        private final InputStream in;
        private byte[] block = new byte[0];
        private byte[] data = new byte[0];
        private int position;
        private int limit;

        Reader(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return position < limit || nextBlock() ? data[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (position >= limit && !nextBlock()) {
                return -1;
            }
            int part = Math.min(length, limit - position);
            System.arraycopy(data, position, target, offset, part);
            position += part;
            return part;
        }

        private boolean nextBlock() throws IOException {
            do {
                byte[] head = in.readNBytes(CHECKSUM_BYTES + HEADER_BYTES);
                if (head.length == 0) {
                    return false;
                }
                if (head.length < CHECKSUM_BYTES + HEADER_BYTES) {
                    throw new EOFException("A compressed block ends within its header");
                }
                readBlock(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN));
            } while (limit == 0);
            return true;
        }

        private void readBlock(ByteBuffer head) throws IOException {
            int compressed = head.getInt(CHECKSUM_BYTES + 1);
            int size = head.getInt(CHECKSUM_BYTES + 5);
            if (compressed < HEADER_BYTES || compressed > MAX_BLOCK_BYTES || size < 0 || size > MAX_BLOCK_BYTES) {
                throw new BadInputException(
                        ErrorCode.TOO_LARGE_SIZE_COMPRESSED,
                        "A compressed block claims " + Integer.toUnsignedString(compressed) + " bytes packed and "
                                + Integer.toUnsignedString(size) + " unpacked; the limit is " + MAX_BLOCK_BYTES
                                + ". Most likely the data is not in ClickHouse's compressed format");
            }
            if (block.length < compressed) {
                block = new byte[compressed];
            }
            head.get(CHECKSUM_BYTES, block, 0, HEADER_BYTES);
            int body = compressed - HEADER_BYTES;
            if (in.readNBytes(block, HEADER_BYTES, body) < body) {
                throw new EOFException("A compressed block ends before its data does");
            }
            CityHash128.Value checksum = CityHash128.hash(block, 0, compressed);
            if (checksum.low() != head.getLong(0) || checksum.high() != head.getLong(8)) {
                throw new BadInputException(
                        ErrorCode.CHECKSUM_DOESNT_MATCH, "Checksum doesn't match: corrupted compressed data");
            }
            if (data.length < size) {
                data = new byte[size];
            }
            unpack(head.get(CHECKSUM_BYTES), body, size);
            position = 0;
            limit = size;
        }

        private void unpack(byte method, int body, int size) throws BadInputException {
            long unpacked;
            try {
                unpacked = switch (method) {
                    case NONE -> {
                        System.arraycopy(block, HEADER_BYTES, data, 0, Math.min(size, body));
                        yield body;
                    }
                    case LZ4 ->
                        LZ4Factory.fastestInstance()
                                .safeDecompressor()
                                .decompress(block, HEADER_BYTES, body, data, 0, size);
                    case ZSTD -> Zstd.decompressByteArray(data, 0, size, block, HEADER_BYTES, body);
                    default ->
                        throw new BadInputException(
                                ErrorCode.UNKNOWN_COMPRESSION_METHOD,
                                "Unknown compression method of a block: " + (method & 0xff)
                                        + "; LZ4, ZSTD and NONE are known");
                };
            } catch (LZ4Exception e) {
                throw new BadInputException(ErrorCode.CANNOT_DECOMPRESS, "Cannot decompress an LZ4 block");
            }
            if (unpacked != size) {
                throw new BadInputException(
                        ErrorCode.CANNOT_DECOMPRESS, "A compressed block does not unpack to the size it claims");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
