import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PluginItem } from '@babel/core';
import photonize from '@photonize/babel-plugin';
import type { SourceMap } from '@photonize/transform';
import type { Babel } from '../../../packages/babel-plugin/test/support/babel.js';
import { type Configuration, syntaxOf } from './configurations.js';

/** With photonize or without it. */
export type Kind = 'plain' | 'photonized';

/** What Babel made of a file. */
export interface Compiled {
  /** With its map in a comment. */
  readonly code: string;
  readonly map: SourceMap | null;
}

const PLUGIN: PluginItem = [photonize, { onModule() {} }];

/** Compiles one file in a configuration. */
export function compileFile(path: string, babel: Babel, configuration: Configuration, kind: Kind): Compiled {
  const { plugins = () => [], presets = () => [], place = 'first plugin' } = configuration;
  const syntax = syntaxOf(babel, path);
  const at = (where: Configuration['place']) => (kind === 'photonized' && place === where ? [PLUGIN] : []);
  const asPreset = (own: PluginItem[]) => own.map((plugin) => () => ({ plugins: [plugin] }));
  const result = babel.core.transformSync(readFileSync(path, 'utf8'), {
    filename: path,
    cwd: dirname(path),
    configFile: false,
    babelrc: false,
    // As users have it whose sources mix the module systems.
    sourceType: path.endsWith('.cjs') ? 'commonjs' : 'unambiguous',
    sourceMaps: 'both',
    plugins: [...at('first plugin'), ...syntax.plugins, ...plugins(babel, path), ...at('last plugin')],
    presets: [
      ...asPreset(at('first preset')),
      ...presets(babel, path),
      ...syntax.presets,
      ...asPreset(at('last preset')),
    ],
  });
  return { code: result?.code ?? '', map: (result?.map ?? null) as SourceMap | null };
}
