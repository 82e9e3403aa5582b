import CoffeeScript from 'coffeescript';

export const inputs = ['./inputs/parser.coffee'];
export const run = ([source]) => CoffeeScript.compile(source);
