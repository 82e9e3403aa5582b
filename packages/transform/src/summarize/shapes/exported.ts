import type { Container, Part, Reference, Shape } from '../../analyze/uses/shape.js';

/** What a CommonJS module has exported so far. */
export class Exported {
  readonly #parts: Part[] = [];
  readonly #stars: string[] = [];
  /** What replaces the exports object. */
  readonly #wholes: Shape[] = [];

  /** `exports.a = …` */
  add(part: Part): void {
    this.#parts.push(part);
  }

  /** `__exportStar(require("./a"), exports)` */
  addAll(module: string): void {
    this.#stars.push(module);
  }

  /** `module.exports = …` */
  replace(shape: Shape): void {
    this.#wholes.push(shape);
  }

  /** A property of the module's own exports is what it is so far. */
  settled(shape: Shape | undefined): Shape | undefined {
    if (!isReference(shape) || shape.module !== '' || shape.path.length === 0) return shape;
    const [name, ...others] = shape.path;
    return others.length > 0 ? undefined : this.#parts.find((part) => part.name === name)?.shape;
  }

  /** All of it, as far as that is known. */
  shape(): Shape | undefined {
    const [whole, ...others] = this.#wholes;
    const parts = this.#parts;
    if (whole === undefined) return { kind: 'object', parts, stars: this.#stars };
    if (typeof whole === 'string') return this.#functionShape(whole);
    if ('kind' in whole)
      return others.length === 0 ? { ...whole, parts: [...whole.parts, ...parts] } : undefined;
    // What a module puts into another's exports changes these.
    if (parts.length > 0) return undefined;
    return others.length === 0 ? whole : this.#oneOfModules();
  }

  /** `module.exports = function …`, which may differ by a condition. */
  #functionShape(first: Extract<Shape, string>): Shape | undefined {
    if (!this.#wholes.every((each) => typeof each === 'string')) return undefined;
    const receiver = this.#wholes.every((each) => each === first) ? first : 'method';
    return this.#parts.length === 0 ? receiver : { kind: 'function', receiver, parts: this.#parts };
  }

  /** `if (…) module.exports = require("./a"); else module.exports = require("./b");` */
  #oneOfModules(): Container | undefined {
    const modules = this.#wholes.flatMap((each) =>
      isReference(each) && each.path.length === 0 ? [each.module] : [],
    );
    return modules.length === this.#wholes.length
      ? { kind: 'function', parts: [], stars: modules }
      : undefined;
  }
}

function isReference(shape: Shape | undefined): shape is Reference {
  return typeof shape === 'object' && 'module' in shape;
}
