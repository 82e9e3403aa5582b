import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import { constantOf } from '../declarations.js';
import { type ContainerKind, containerKind } from '../literals.js';
import { literalKey, withoutTypes } from '../names.js';
import type { Path } from './demand.js';
import { functionShape } from './receivers.js';

/**
 * What a value is to those who read it. Plain data.
 *
 * | | |
 * |---|---|
 * | `same` | a primitive, or a function or class: sharing it is no matter |
 * | `reader` | the same, a function that reads properties of what `this` is |
 * | `method` | the same, a function that may do anything with it |
 */
export type Shape = 'same' | 'reader' | 'method' | Container | Reference;

/** An object that could be changed. A function with properties is one, too. */
export interface Container {
  readonly kind: ContainerKind | 'function';
  readonly parts: readonly Part[];
  /** Whether its type says that nobody may change it, nor anything in it: who gets it does not, then. */
  readonly isReadonly?: true;
  /** What a function does with its `this`. */
  readonly receiver?: Extract<Shape, string>;
  /** Modules of which it has all exports as well. */
  readonly stars?: readonly string[];
}

/** A property or an element. */
export interface Part {
  /** Its name, if it has one, and that is known. */
  readonly name?: string;
  readonly shape: Shape;
}

/** A part of what another module exports; with no name, of what the module itself does. */
export interface Reference {
  readonly module: string;
  readonly path: Path;
}

/** Tells what an expression in a literal is; `undefined` for what may be anything. */
export type ShapeOf = (node: t.Node) => Shape | undefined;

/** What a literal is whose parts have shapes. */
export function literalShape(node: t.Node, names: Names, shapeOf: ShapeOf): Shape | undefined {
  const literal = withoutTypes(node);
  const kind = containerKind(literal, names);
  if (kind === undefined) return undefined;
  const parts = partsIn(literal, kind).map(([name, value]) => [name, shapeOf(value)] as const);
  if (parts.some(([, shape]) => shape === undefined)) return undefined;
  return {
    kind,
    parts: parts.map(([name, shape]) => ({ ...(name !== undefined && { name }), shape: shape as Shape })),
  };
}

/** What is part of a literal that is known to hold nothing but literals and what is the same for all. */
export function partShape(node: t.Node, names: Names): Shape {
  const value = withoutTypes(node);
  const shape = literalShape(value, names, (part) => partShape(part, names));
  if (shape !== undefined) return shape;
  const held = t.isIdentifier(value) ? constantOf(names.bindingOf(value)) : value;
  if (t.isFunction(held)) return functionShape(held);
  return t.isLiteral(held) || t.isClass(held) ? 'same' : 'method';
}

/** The shape of a literal whose type says that nobody may change any part of it. Its own methods might. */
export function readonlyShape(shape: Shape): Shape {
  return hasMethods(shape) ? shape : markedReadonly(shape);
}

function hasMethods(shape: Shape): boolean {
  if (typeof shape === 'string') return shape !== 'same';
  return 'kind' in shape && shape.parts.some((part) => hasMethods(part.shape));
}

function markedReadonly(shape: Shape): Shape {
  if (typeof shape === 'string' || 'module' in shape) return shape;
  const parts = shape.parts.map((part) => ({ ...part, shape: markedReadonly(part.shape) }));
  return { ...shape, parts, isReadonly: true };
}

type NamedPart = readonly [name: string | undefined, value: t.Node];

function partsIn(literal: t.Node, kind: ContainerKind): NamedPart[] {
  if (t.isObjectExpression(literal)) return literal.properties.map(propertyIn);
  if (t.isArrayExpression(literal))
    return literal.elements.flatMap((element): NamedPart[] => (element ? [[undefined, element]] : []));
  if (!t.isNewExpression(literal) || kind === 'numbers') return [];
  const elements = literal.arguments.flatMap((content) => partsIn(content, 'array'));
  return kind === 'map' ? elements.flatMap(([, entry]) => partsIn(entry, 'array')) : elements;
}

function propertyIn(property: t.ObjectExpression['properties'][number]): NamedPart {
  if (t.isSpreadElement(property)) return [undefined, property];
  return [literalKey(property), t.isObjectMethod(property) ? property : property.value];
}
