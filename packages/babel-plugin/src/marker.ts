import { isMarker } from '@photonize/transform';

/** The generator's options about comments. */
interface CommentOptions {
  comments?: boolean | undefined;
  minified?: boolean | undefined;
  shouldPrintComment?: ((value: string) => boolean) | undefined;
}

/** Has Babel print the marker even where it leaves out comments, so that no file is photonized twice. */
export function keepMarker(options: CommentOptions): void {
  const { comments, minified, shouldPrintComment } = options;
  if (comments !== false && shouldPrintComment === undefined) return;
  const byDefault = (value: string) =>
    comments !== false || (!minified && /@(?:license|preserve)/.test(value));
  options.shouldPrintComment = (value) => isMarker(value) || (shouldPrintComment ?? byDefault)(value);
}
