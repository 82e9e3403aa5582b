import { parse } from '@babel/parser';
import type { File } from '@babel/types';

/**
 * Parses the code of a direct eval. What is allowed there depends on the function around, which tells when the
 * program runs: `new.target`, `super`, private names.
 *
 * @param strict whether the code around is strict
 * @returns `undefined` for code that is wrong wherever it stands, so that running it throws a syntax error
 */
export function parseEvalCode(source: string, strict: boolean): File | undefined {
  try {
    const ast = parse(source, {
      sourceType: 'script',
      strictMode: strict,
      errorRecovery: true,
      allowNewTargetOutsideFunction: true,
      allowSuperOutsideMethod: true,
    });
    const errors = ast.errors ?? [];
    return errors.every(isPrivateName) ? ast : undefined;
  } catch {
    return undefined;
  }
}

function isPrivateName({ reasonCode }: { readonly reasonCode: string }): boolean {
  return reasonCode === 'InvalidPrivateFieldResolution';
}
