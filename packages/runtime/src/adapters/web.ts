import { AsyncLocalStorage } from 'node:async_hooks';
import type { UnderlyingSource } from 'node:stream/web';
import { type Photon, runPhoton, standIn } from '@photonize/runtime';

type Fetch = (request: Request, ...rest: never[]) => Response | Promise<Response>;

/**
 * A web-standard handler of which each request is one photon. The photon lives until the body of its response has
 * been read or given up.
 *
 *     export default web({ fetch(request) { return new Response('…'); } });
 *     Deno.serve(web((request) => new Response('…')));
 *
 * @param handler a function, or an object with one called `fetch`, whose other properties are kept
 */
export function web<H extends Fetch | { readonly fetch: Fetch }>(handler: H): H {
  if (typeof handler !== 'object' || handler === null) return webFunction(handler as Fetch) as H;
  return { ...handler, fetch: webFunction(handler.fetch, handler) };
}

function webFunction(fetch: Fetch, receiver?: object): Fetch {
  return standIn(fetch, function (this: unknown, ...args) {
    return runPhoton(async (photon) => {
      keepWaiting(photon, args.at(-1));
      return untilRead(await fetch.apply(receiver ?? this, args), photon);
    });
  } as Fetch);
}

/** What the handler leaves to the `ctx` of its host keeps its photon alive, too. */
function keepWaiting(photon: Photon, context: object | undefined): void {
  if (!hasWaitUntil(context)) return;
  const { waitUntil } = context;
  context.waitUntil = (promise) => {
    photon.waitUntil(promise);
    waitUntil.call(context, promise);
  };
}

function hasWaitUntil(
  context: object | undefined,
): context is { waitUntil(promise: PromiseLike<unknown>): void } {
  return typeof (context as { waitUntil?: unknown } | undefined)?.waitUntil === 'function';
}

/** The response, whose body is read in `photon` and keeps it alive. */
function untilRead(response: Response, photon: Photon): Response {
  if (!response?.body) return response;
  const inPhoton = AsyncLocalStorage.snapshot();
  const reader = response.body.getReader();
  const source: UnderlyingSource = {
    pull: (controller) =>
      inPhoton(async () => {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      }),
    cancel: (reason) => inPhoton(() => reader.cancel(reason)),
  };
  photon.waitUntil(reader.closed.catch(() => {}));
  return new Response(new ReadableStream(source, { highWaterMark: 0 }), response);
}
