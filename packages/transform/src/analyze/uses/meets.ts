import type { ContainerKind } from '../literals.js';
import { readingOf } from '../reading-calls.js';
import { ANY, type Demand, GOT } from './demand.js';
import type { Container, Part, Shape } from './shape.js';

/** Tells whether what another module exports may be used like that. */
export type Ask = (module: string, demand: Demand) => boolean;

/** Whether a value may be used like that and stay what it is: nobody can change it, or get what could be changed. */
export function meets(shape: Shape, demand: Demand, ask: Ask): boolean {
  if (typeof shape === 'string') return demand.use === 'receive' ? shape === 'same' : demand.use !== 'change';
  if ('module' in shape) return ask(shape.module, { ...demand, path: [...shape.path, ...demand.path] });
  const [step, ...path] = demand.path;
  if (step === undefined) return allows(shape, demand, ask);
  const rest = { ...demand, path };
  return (
    partsAt(shape, step).every((part) => meets(part, rest, ask)) &&
    starsAt(shape, step).every((module) => ask(module, demand))
  );
}

/** What may be found under a name. What objects inherit is left out. */
function partsAt(container: Container, step: string): Shape[] {
  const { kind, parts } = container;
  const all = parts.map(({ shape }) => shape);
  if (step === ANY) return kind === 'map' ? [{ kind: 'array', parts }] : all;
  switch (kind) {
    case 'array':
      return step === GOT || /^\d/.test(step) ? all : [];
    case 'map':
    case 'set':
      return step === GOT ? all : [];
    case 'numbers':
      // Whoever knows the memory of an array of numbers can change these.
      return step === 'buffer' ? [MEMORY] : [];
    case 'function':
    case 'object':
      return named(parts, step).map(({ shape }) => shape);
    default:
      return [];
  }
}

const MEMORY: Container = { kind: 'array', parts: [{ shape: { kind: 'numbers', parts: [] } }] };

function named(parts: readonly Part[], name: string): Part[] {
  return parts.filter((part) => part.name === undefined || part.name === name);
}

/** The modules whose exports may have the name: what stands in an object itself comes before them. */
function starsAt({ parts, stars = [] }: Container, step: string): readonly string[] {
  return parts.some(({ name }) => name === step) ? [] : stars;
}

function allows(container: Container, { use, method }: Demand, ask: Ask): boolean {
  const { kind, isReadonly = false } = container;
  switch (use) {
    case 'change':
      return false;
    case 'keep':
      return isReadonly || (kind === 'function' && isFlat(container, ask));
    case 'copy':
      return isReadonly || isFlat(container, ask);
    case 'receive':
      return container.receiver === 'same' || asksAll(container, RECEIVED, ask);
    case 'search':
      return kind === 'regexp';
    default:
      return allowsCall(container, method ?? ANY, use === 'visit', ask);
  }
}

/** Whether no part of a container could be changed. */
function isFlat({ parts, stars = [] }: Container, ask: Ask): boolean {
  return (
    parts.every(({ shape }) => meets(shape, { path: [], use: 'keep' }, ask)) &&
    stars.every((module) => ask(module, { path: [ANY], use: 'keep' }))
  );
}

function allowsCall(container: Container, method: string, isVisit: boolean, ask: Ask): boolean {
  const { kind, parts, stars = [] } = container;
  if (kind === 'function' || kind === 'object') {
    if (method === ANY) return false;
    const called = named(parts, method);
    if (called.length > 0) return called.every(({ shape }) => mayBeCalledOn(container, shape, ask));
    if (stars.length > 0) return asksAll(container, { path: [method], use: 'receive' }, ask);
    if (kind === 'function') return true;
  }
  const reading = readingOf(kind as ContainerKind, method, isVisit);
  return reading === 'sees parts' ? isFlat(container, ask) : reading !== undefined;
}

const RECEIVED: Demand = { path: [], use: 'receive' };

/** Whether what an object has by modules, and not itself, may be used like that. */
function asksAll({ stars = [] }: Container, demand: Demand, ask: Ask): boolean {
  return stars.length > 0 && stars.every((module) => ask(module, demand));
}

/** Whether a function may be called with a container for its `this`. */
function mayBeCalledOn(container: Container, called: Shape, ask: Ask): boolean {
  if (meets(called, RECEIVED, ask)) return true;
  const isMethod = ({ shape }: Part) => shape === 'method';
  return called === 'reader' && isFlat(container, ask) && !container.parts.some(isMethod);
}
