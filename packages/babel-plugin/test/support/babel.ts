import { createRequire } from 'node:module';
import type * as BabelCore from '@babel/core';

/** A version of Babel, with its presets and plugins by name. */
export interface Babel {
  readonly major: 7 | 8;
  readonly core: typeof BabelCore;
  /** The path of `@babel/<name>` that goes with this version. */
  readonly path: (name: string) => string;
}

function load(major: 7 | 8, from: string): Babel {
  const require = createRequire(new URL(from, import.meta.url));
  return {
    major,
    core: require('@babel/core') as typeof BabelCore,
    path: (name) => require.resolve(`@babel/${name}`),
  };
}

export const BABEL_7 = load(7, '../../../../tests/babel-7/package.json');
export const BABEL_8 = load(8, '../../package.json');
export const BABELS: readonly Babel[] = [BABEL_7, BABEL_8];
