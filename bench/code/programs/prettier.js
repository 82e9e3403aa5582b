import * as babel from 'prettier/plugins/babel';
import * as estree from 'prettier/plugins/estree';
import { format } from 'prettier/standalone';

export const inputs = ['preact/dist/preact.mjs'];
export const run = ([source]) => format(source, { parser: 'babel', plugins: [babel, estree] });
