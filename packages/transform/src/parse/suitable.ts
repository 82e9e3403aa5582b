import { PHOTONIZED_MARKER } from '@photonize/runtime/interface';
import type { Collector } from '../diagnostics/collector.js';
import type { ParsedFile } from './parse.js';

/** Whether a comment marks a photonized file. */
export function isMarker(text: string): boolean {
  return `/*${text}*/` === PHOTONIZED_MARKER;
}

/** Reports a file that is photonized already. */
export function reportPhotonized({ ast }: ParsedFile, collector: Collector): void {
  const mark = ast.comments?.find(({ value }) => isMarker(value));
  if (mark) collector.report('PHO1004', ast.program.body[0]);
}
