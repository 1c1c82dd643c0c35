package dev.claymore.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** One request and its answer, as the thread that runs the statement sees it. */
final class Exchange {
    private final ChannelHandlerContext context;
    private final HttpRequest request;
    private final RequestBody body;
    private final Runnable onDone;
    private final boolean keepAlive;
    private boolean gone;
    private Runnable cancellation;
    private boolean headSent;

    Exchange(ChannelHandlerContext context, HttpRequest request, RequestBody body, Runnable onDone) {
        this.context = context;
        this.request = request;
        this.body = body;
        this.onDone = onDone;
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    HttpRequest request() {
        return request;
    }

    RequestBody body() {
        return body;
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    /** Called by the event loop when the connection closes while the request is in work. */
    void clientGone() {
        Runnable action;
        synchronized (this) {
            gone = true;
            action = cancellation;
            notifyAll();
        }
        body.broken();
        if (action != null) {
            action.run();
        }
    }

    /** What stops the statement when the client goes away; runs at once when it is already gone. Null: nothing runs. */
    void cancelWith(Runnable action) {
        boolean late;
        synchronized (this) {
            cancellation = action;
            late = gone && action != null;
        }
        if (late) {
            action.run();
        }
    }

    synchronized void writabilityChanged() {
        notifyAll();
    }

    boolean isHeadSent() {
        return headSent;
    }

    /** Answers in one piece and ends the exchange. */
    void respond(HttpResponseStatus status, HttpHeaders headers, ByteBuf content) {
        headSent = true;
        int length = content.readableBytes();
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, isHead() ? Unpooled.EMPTY_BUFFER : content);
        if (isHead()) {
            content.release();
        }
        response.headers().set(headers);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        connectionHeader(response.headers());
        end(response);
    }

    /** Begins an answer of unknown length. */
    void begin(HttpResponseStatus status, HttpHeaders headers) {
        headSent = true;
        DefaultHttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers().set(headers);
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        connectionHeader(response.headers());
        var _ = context.write(response);
    }

    /** Sends a piece; blocks while the client is slow. */
    void send(ByteBuf piece) throws ClientGoneException {
        if (isHead()) {
            piece.release();
            return;
        }
        var _ = context.writeAndFlush(new DefaultHttpContent(piece));
        synchronized (this) {
            while (!gone && !context.channel().isWritable()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ClientGoneException();
                }
            }
            if (gone) {
                throw new ClientGoneException();
            }
        }
    }

    /** Ends an answer that was begun. */
    void end() {
        end(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Ends an answer that was begun without saying that it is whole: the client must see that it is not. */
    void breakOff() {
        var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    ByteBuf allocate(int bytes) {
        return context.alloc().directBuffer(bytes);
    }

    private void end(Object last) {
        body.discard();
        var written = context.writeAndFlush(last);
        if (keepAlive) {
            var _ = written.addListener(_ -> onDone.run());
        } else {
            var _ = written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void connectionHeader(HttpHeaders headers) {
        if (keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            headers.set("Keep-Alive", "timeout=" + HttpServer.KEEP_ALIVE.toSeconds());
        } else {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }
}
