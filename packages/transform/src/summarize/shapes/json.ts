import * as t from '@babel/types';
import { isGlobal, literalText, memberName } from '../../analyze/names.js';
import type { Container, Part, Shape } from '../../analyze/uses/shape.js';
import type { Names } from '../../scope/names.js';

/**
 * What parsing a text gives that is written there, as bundlers do with JSON files:
 *
 *     JSON.parse('{"name":"a","tags":["b"]}')
 *     →  { kind: 'object', parts: [{ name: 'name', shape: 'same' }, { name: 'tags', shape: … }] }
 */
export function parsedShape(node: t.Node, names: Names): Shape | undefined {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return undefined;
  const { object } = node.callee;
  const [argument, ...others] = node.arguments;
  const text = literalText(argument);
  if (text === undefined || others.length > 0) return undefined;
  if (!isGlobal(object, 'JSON', names) || memberName(node.callee) !== 'parse') return undefined;
  try {
    return new JsonShapes().of(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Shapes of JSON values. Those that are alike are one, so that files of any size have small shapes. */
class JsonShapes {
  readonly #known = new Map<string, Container>();
  readonly #ids = new Map<Shape, number>([['same', 0]]);

  of(value: unknown): Shape {
    if (typeof value !== 'object' || value === null) return 'same';
    const kind = Array.isArray(value) ? 'array' : 'object';
    const entries = Object.entries(value);
    const isNamed = kind === 'object' && entries.length <= MOST_NAMES;
    const parts = new Map<string, Part>();
    for (const [key, held] of entries) {
      const part = { ...(isNamed && { name: key }), shape: this.of(held) };
      parts.set(`${isNamed ? JSON.stringify(key) : ''}:${this.#ids.get(part.shape)}`, part);
    }
    const key = `${kind} ${[...parts.keys()].join()}`;
    const shape = this.#known.get(key) ?? { kind, parts: [...parts.values()] };
    this.#known.set(key, shape);
    this.#ids.set(shape, this.#ids.get(shape) ?? this.#ids.size);
    return shape;
  }
}

/** From how many properties on an object is a dictionary, of which only what it holds is of interest. */
const MOST_NAMES = 100;
