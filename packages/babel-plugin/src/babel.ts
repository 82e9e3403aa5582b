import type { PluginAPI, PluginObject } from '@babel/core';

/** The function by which a plugin takes the parser's place. */
export type ParserOverride = NonNullable<PluginObject['parserOverride']>;

/** Babel's own parser. */
export type Parse = Parameters<ParserOverride>[2];

/** What Babel hands to its parser. */
export type ParserOptions = Parameters<Parse>[1];

/** A parsed file. */
export type File = ReturnType<Parse>;

export type Traverse = PluginAPI['traverse'];
export type Types = PluginAPI['types'];
