package dev.claymore.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/**
 * One client connection: hands requests on one after the other, and says so when the client goes away.
 *
 * <p>The connection is read from while a statement runs, because only a read sees that the client has closed it; a
 * client that pipelines more than {@value #MAX_PIPELINED} messages waits.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final int MAX_PIPELINED = 256;

    private final RequestHandler handler;
    private final ArrayDeque<Object> waiting = new ArrayDeque<>();
    private Exchange current;
    /** The body of the current request has not ended yet. */
    private boolean receiving;
    /** The current request is answered; the next one waits for the end of its body. */
    private boolean finishing;

    ConnectionHandler(RequestHandler handler) {
        this.handler = handler;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (current != null && !receiving) {
            waiting.add(message);
            if (waiting.size() > MAX_PIPELINED) {
                context.channel().config().setAutoRead(false);
            }
            return;
        }
        accept(context, message);
    }

    private void accept(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                var _ = context.close();
                return;
            }
            begin(context, request);
        }
        if (message instanceof HttpContent content) {
            if (current != null && receiving) {
                current.body().offer(content.content().retain());
                if (message instanceof LastHttpContent) {
                    receiving = false;
                    current.body().complete();
                    if (finishing) {
                        next(context);
                    }
                }
            }
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        RequestBody body = new RequestBody(on -> context.executor().execute(() -> {
            context.channel().config().setAutoRead(on);
            if (on) {
                context.read();
            }
        }));
        receiving = true;
        finishing = false;
        current = new Exchange(context, request, body, () -> {
            finishing = true;
            if (!receiving) {
                next(context);
            }
        });
        handler.handle(current);
    }

    private void next(ChannelHandlerContext context) {
        current = null;
        finishing = false;
        while (!waiting.isEmpty() && (current == null || receiving)) {
            accept(context, waiting.remove());
        }
        context.channel().config().setAutoRead(true);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (current != null) {
            current.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (current != null) {
            current.clientGone();
        }
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
