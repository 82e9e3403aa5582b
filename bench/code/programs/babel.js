import { transformSync } from '@babel/core';

/** Turns `var` into `let`: a traversal that changes a little everywhere. */
const plugin = () => ({
  visitor: {
    VariableDeclaration({ node }) {
      if (node.kind === 'var') node.kind = 'let';
    },
  },
});

export const inputs = ['lodash/core.js'];
export const run = ([source]) =>
  transformSync(source, { plugins: [plugin], configFile: false, babelrc: false, compact: false }).code;
