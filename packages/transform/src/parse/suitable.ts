import { PHOTONIZED_MARKER } from '@photonize/runtime/interface';
import type { Collector } from '../diagnostics/collector.js';
import type { ParsedFile } from './parse.js';

/** Reports a file that is photonized already. */
export function reportPhotonized({ ast }: ParsedFile, collector: Collector): void {
  const mark = ast.comments?.find(({ value }) => `/*${value}*/` === PHOTONIZED_MARKER);
  if (mark) collector.report('PHO1004', ast.program.body[0]);
}
