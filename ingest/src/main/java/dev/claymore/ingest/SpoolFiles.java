package dev.claymore.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The one directory the spool lives in, with just the promises a disk makes: what is not forced may be lost, in parts and in any order. */
interface SpoolFiles {

    /** Names of all files, in any order. */
    List<String> list() throws IOException;

    /** Makes a new file; its name is durable only after {@link #forceDirectory}. */
    Appender create(String name) throws IOException;

    Reader open(String name) throws IOException;

    /** Takes effect at once for readers, durably after {@link #forceDirectory}. */
    void delete(String name) throws IOException;

    /** Replaces {@code to} when it exists; durable after {@link #forceDirectory}. */
    void rename(String from, String to) throws IOException;

    void forceDirectory() throws IOException;

    /** Bytes that can still be written on this disk, whoever writes them. */
    long usableBytes() throws IOException;

    /** Not for several threads. */
    interface Appender extends Closeable {

        /** Writes all that remains at the end of the file. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when everything written is durable. */
        void force() throws IOException;

        void truncate(long size) throws IOException;
    }

    /** Reads of several threads do not disturb each other. */
    interface Reader extends Closeable {

        long size() throws IOException;

        /** Fills the buffer as far as the file goes; returns the count. */
        int read(ByteBuffer target, long position) throws IOException;

        /** Returns when everything in the file is durable, whoever wrote it. */
        void force() throws IOException;
    }
}
