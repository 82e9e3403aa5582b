import { web } from './web.js';

/** What is needed of Hono's context. */
interface Context {
  readonly req: { readonly raw: Request };
  res: Response;
}

/**
 * Middleware for Hono: what comes after it serves each request in one photon, which lives until the body of the
 * response has been read. Put it before all others.
 *
 *     app.use(hono());
 */
export function hono(): (context: Context, next: () => Promise<void>) => Promise<void> {
  return async (context, next) => {
    const serve = web(async (_request: Request) => {
      await next();
      return context.res;
    });
    const response = await serve(context.req.raw);
    // Hono copies the headers of what it has into what replaces it.
    if (response !== context.res) replaceResponse(context, response);
  };
}

function replaceResponse(context: Context, response: Response): void {
  context.res = undefined as unknown as Response;
  context.res = response;
}
