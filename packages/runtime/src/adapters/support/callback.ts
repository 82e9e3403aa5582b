type Callback = (error?: unknown, result?: unknown) => void;

/** A function that takes a callback last, as an asynchronous one: it may answer either way. */
export function withoutCallback<This, Args extends unknown[]>(
  fn: (this: This, ...args: [...Args, Callback]) => unknown,
): (this: This, ...args: Args) => Promise<unknown> {
  const answering = function (this: This, ...args: Args): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const callback: Callback = (error, result) => (error ? reject(error) : resolve(result));
      const answer = fn.call(this, ...args, callback);
      if (answer instanceof Promise) answer.then(resolve, reject);
    });
  };
  return Object.defineProperties(answering, {
    name: { value: fn.name },
    length: { value: fn.length - 1 },
  });
}
