import { finished } from 'node:stream/promises';
import { runPhoton, standIn } from '@photonize/runtime';
import { withoutCallback } from './support/callback.js';

/** What Lambda hands to a handler besides the event. */
interface LambdaContext {
  readonly awsRequestId?: string;
}

type Answering = (this: unknown, event: unknown, context?: LambdaContext) => unknown;
type Streaming = (
  this: unknown,
  event: unknown,
  stream: NodeJS.WritableStream,
  context?: LambdaContext,
) => unknown;

/** By this, `awslambda.streamifyResponse` marks handlers. */
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/**
 * A Lambda handler of which each invocation is one photon, with the request's id as its own.
 *
 *     export const handler = lambda(async (event, context) => ({ statusCode: 200 }));
 *     export const handler = lambda(awslambda.streamifyResponse(async (event, stream, context) => { … }));
 *
 * @param handler asynchronous, streaming, or one that takes a callback: that becomes asynchronous, because hosts with
 *   several invocations at a time take no others
 */
export function lambda<H extends (...args: never[]) => unknown>(handler: H): H {
  const isStreaming = typeof handler === 'function' && STREAMING in handler;
  // What comes out is called as what goes in, but for callbacks.
  return (isStreaming ? streaming(handler as never) : answering(handler as never)) as unknown as H;
}

function answering(handler: Answering): Answering {
  const call: Answering = handler?.length > 2 ? withoutCallback(handler as never) : handler;
  return standIn<Answering>(call, function (event, context) {
    return runPhoton(() => call.call(this, event, context), { id: context?.awsRequestId });
  });
}

/** The photon lives until the response stream has closed, whatever the handler leaves behind to write it. */
function streaming(handler: Streaming): Streaming {
  return standIn<Streaming>(handler, function (event, stream, context) {
    const options = { id: context?.awsRequestId };
    return runPhoton((photon) => {
      // Whether the answer arrived is for its reader to know.
      photon.waitUntil(finished(stream).catch(() => {}));
      return handler.call(this, event, stream, context);
    }, options);
  });
}
