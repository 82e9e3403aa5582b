import { randomUUID } from 'node:crypto';
import { store } from '@photonize/runtime';
import { serializeError } from 'serialize-error';
import { BadRequest, type Calling, json, type Response } from './calling.js';
import { Fault } from './invocation.js';
import type { LoadedFunction } from './load.js';

type Message = Readonly<Record<string, unknown>>;

/** A `main` that threw before it returned: OpenWhisk tells that from a rejected promise. */
class Thrown extends Error {}

/** `main(params)`, as OpenWhisk's action proxy for Node calls it; with the store and the activation's id besides. */
export function openWhiskConvention({ call: main, receiver }: LoadedFunction): Calling {
  return {
    marksLogs: true,
    plan([, , , , body]) {
      const message = parse(body);
      const params = paramsOf(message);
      const { activation_id } = message;
      const id = typeof activation_id === 'string' && activation_id !== '' ? activation_id : randomUUID();
      return {
        id,
        env: variablesOf(message),
        run: ({ id }) => {
          try {
            return main.call(receiver, params, store, id);
          } catch (error) {
            throw new Thrown(String(error), { cause: error });
          }
        },
        answer,
      };
    },
    fail,
  };
}

function parse(body: unknown): Message {
  try {
    const message: unknown = JSON.parse(String(body));
    if (typeof message === 'object' && message !== null) return message as Message;
  } catch {
    // The same as below.
  }
  throw new BadRequest(400, 'The request is not a JSON object.');
}

function paramsOf({ value }: Message): unknown {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object') return value;
  throw new BadRequest(
    403,
    `Internal system error: the argument must be a dictionary but has type '${typeof value}'.`,
  );
}

/** Every text beside the parameters: `activation_id` is `__OW_ACTIVATION_ID` to the action. */
function variablesOf(message: Message): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(message))
    if (typeof value === 'string' && name !== 'value') variables[`__OW_${name.toUpperCase()}`] = value;
  return variables;
}

function answer(result: unknown = {}): Response {
  if (typeof result === 'object') return json(200, result);
  console.error(`Result must be of type object but has type "${typeof result}":`, result);
  return json(502, { error: 'The action did not return a dictionary.' });
}

function fail(error: unknown): Response {
  if (error instanceof BadRequest) return json(error.status, { error: error.message });
  if (error instanceof Thrown) return json(502, { error: `An error has occurred: ${error.message}` });
  if (error instanceof Fault) return json(502, { error: `An error has occurred: ${error.message}` });
  return json(200, { error: error ? serializeError(error) : {} });
}
