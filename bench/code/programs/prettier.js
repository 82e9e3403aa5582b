import * as markdown from 'prettier/plugins/markdown';
import { format } from 'prettier/standalone';

export const inputs = ['terser/README.md'];
export const run = ([source]) => format(source, { parser: 'markdown', plugins: [markdown] });
