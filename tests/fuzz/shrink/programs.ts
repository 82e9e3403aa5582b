import { Arbitrary, type Random, Stream, Value } from 'fast-check';
import { print } from '../generate/piece.ts';
import { type Draft, generateProgram, type ProgramOptions } from '../generate/program.ts';
import type { Program } from '../run/program.ts';
import { reductions } from './reductions.ts';

/** Random programs, for fast-check: it draws them, and makes those that fail smaller. */
class Programs extends Arbitrary<Draft> {
  readonly #options: ProgramOptions;

  constructor(options: ProgramOptions) {
    super();
    this.#options = options;
  }

  override generate(random: Random): Value<Draft> {
    return new Value(generateProgram(random, this.#options), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Draft {
    return true;
  }

  override shrink(draft: Draft): Stream<Value<Draft>> {
    return new Stream(reductions(draft)).map((reduced) => new Value(reduced, undefined));
  }
}

export const programs = (options: ProgramOptions = {}): Arbitrary<Draft> => new Programs(options);

/** The text of a program. */
export function printProgram({ files, events }: Draft): Program {
  return { files: files.map(({ name, code }) => ({ name, code: `${print(code).trim()}\n` })), events };
}
