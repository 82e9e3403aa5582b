import { runtimeExpression } from '@photonize/esbuild-plugin';
import * as esbuild from 'esbuild';

/**
 * A statement that registers the runtime with the process, so that a transformed file runs where nothing is
 * installed. The leading semicolon keeps the parentheses from calling an unterminated line above.
 */
export async function makePrelude(): Promise<string> {
  return `;${await runtimeExpression(esbuild)};`;
}
