import type * as t from '@babel/types';
import type { ModuleFacts, UnitFacts } from '../analyze/analyze.js';
import type { Collector } from '../diagnostics/collector.js';
import { suggest } from '../diagnostics/suggestion.js';
import type { ModulePolicy, ResolvedOptions } from '../options.js';
import { DIRECTIVES, directiveCommentOf, directiveComments, modulePins } from '../parse/directives.js';
import { isExecutable } from './top-level.js';

/** What a directive can stand before, as far as it makes a difference. */
type Target = 'state' | 'constant' | 'statement';

/** Why a directive has no effect on a target; it has one where no reason is given. */
const REASONS: Readonly<Record<string, Partial<Record<Target, string>>>> = {
  shared: {},
  private: {
    constant: 'constants are shared under policy `bindings`',
    statement: 'a statement declares nothing that could be private',
  },
  once: {
    state: 'it is for statements that declare nothing; `@photon shared` keeps state from being made again',
    constant: 'constants are made once anyway',
  },
  replay: {
    state: 'it is for statements that declare nothing; state is made again anyway',
    constant: 'it is for statements that declare nothing; a `let` is made again for each photon',
  },
};
const NOWHERE = 'it has to stand before a declaration or a statement of the module, and first of its kind';

/** Warns of directives that say nothing, or nothing where they stand. */
export function reportDirectives(
  { file, units }: ModuleFacts,
  { policy }: ResolvedOptions,
  collector: Collector,
): void {
  const warn = (comment: t.Comment, directive: string, reason: string) =>
    collector.report('PHO3008', comment, { directive, reason });
  for (const pin of modulePins(file.ast).slice(1)) {
    warn(pin.comment, `@photon-module ${pin.policy}`, 'another one pins the file before');
  }
  const comments = directiveComments(file.ast);
  const targetsIn = (unit: UnitFacts) => targetsOf(unit, policy);
  const targets = new Map(comments.length === 0 ? [] : units.flatMap(targetsIn));
  for (const { comment, word } of comments) {
    const target = targets.get(comment);
    const reason = target === undefined ? NOWHERE : REASONS[word]?.[target];
    if (!(DIRECTIVES as readonly string[]).includes(word)) {
      collector.report('PHO1010', comment, { word, suggestion: suggest(word, DIRECTIVES) });
    } else if (reason !== undefined) warn(comment, `@photon ${word}`, reason);
  }
}

/** The comments of a unit that are directives, and what they stand before. */
function targetsOf({ unit, bindings, classes }: UnitFacts, policy: ModulePolicy): [t.Comment, Target][] {
  const ofConsts = policy === 'strict' ? 'state' : 'constant';
  const of = (node: t.Node | undefined, target: Target): [t.Comment, Target][] => {
    const comment = node && directiveCommentOf(node);
    return comment ? [[comment, target]] : [];
  };
  return [
    ...unit.pieces.flatMap((piece) =>
      piece.isStatement() && isExecutable(piece) ? of(piece.node, 'statement') : [],
    ),
    ...bindings.flatMap(({ statement, kind }) =>
      kind === 'import' || kind === 'other' ? [] : of(statement, kind === 'const' ? ofConsts : 'state'),
    ),
    ...classes.flatMap(({ fields }) => fields.flatMap(({ path }) => of(path.node, 'state'))),
  ];
}
