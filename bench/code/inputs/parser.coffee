# A recursive-descent parser of arithmetic, for the CoffeeScript compiler to compile.
{inspect} = require 'util'

class SyntaxTrouble extends Error
  constructor: (message, position) ->
    super "#{message} at #{position}"
    @position = position

TOKEN = /// ^(?:
  \s+                  # space
  | (\d+(?:\.\d+)?)    # number
  | ([a-z_]\w*)        # name
  | (\*\*|[-+*/%()=,]) # operator
) ///i

tokenize = (text) ->
  tokens = []
  position = 0
  while position < text.length
    match = TOKEN.exec text[position..]
    throw new SyntaxTrouble "unexpected #{text[position]}", position unless match
    [all, number, name, operator] = match
    if number? then tokens.push {type: 'number', value: parseFloat(number), position}
    else if name? then tokens.push {type: 'name', value: name, position}
    else if operator? then tokens.push {type: operator, value: operator, position}
    position += all.length
  tokens.push {type: 'end', position}
  tokens

class Parser
  LEVELS = [['+', '-'], ['*', '/', '%'], ['**']]

  constructor: (@tokens, {@strict = yes, limits...} = {}) ->
    @index = 0
    @depth = 0
    @limits = Object.assign {depth: 100, names: 1000}, limits

  peek: -> @tokens[@index]
  next: -> @tokens[@index++]

  expect: (type) =>
    token = @next()
    if token.type isnt type
      throw new SyntaxTrouble """
        expected #{type},
        got #{token.type}
      """, token.position
    token

  binary: (level = 0) ->
    return @unary() if level >= LEVELS.length
    left = @binary level + 1
    while (operator = @peek().type) in LEVELS[level]
      @next()
      left = {type: 'binary', operator, left, right: @binary level + 1}
    left

  unary: ->
    switch @peek().type
      when '-', '+'
        operator = @next().type
        {type: 'unary', operator, argument: @unary()}
      else @primary()

  primary: ->
    token = @next()
    switch token.type
      when 'number' then token
      when 'name'
        return token unless @peek().type is '('
        {type: 'call', callee: token.value, arguments: @list()}
      when '('
        @depth++
        inner = @binary()
        @expect ')'
        @depth--
        inner
      else throw new SyntaxTrouble "unexpected #{token.type}", token.position

  list: ->
    @expect '('
    items = until @peek().type is ')'
      item = @binary()
      @next() if @peek().type is ','
      item
    @expect ')'
    items

evaluate = (node, scope = {}) ->
  recur = (inner) -> evaluate inner, scope
  switch node.type
    when 'number' then node.value
    when 'name' then scope[node.value] ? throw new ReferenceError node.value
    when 'unary' then (if node.operator is '-' then -recur node.argument else recur node.argument)
    when 'binary'
      [a, b] = [recur(node.left), recur(node.right)]
      {'+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a %% b, '**': a ** b}[node.operator]
    when 'call' then Math[node.callee]?(node.arguments.map(recur)...) ? NaN

squares = (x * x for x in [1..10] by 2 when x isnt 5)
table = ("#{key}=#{value}" for own key, value of {a: 1, b: squares}).join ', '

run = (lines...) ->
  for line, i in lines then do (line, i) ->
    try
      console.log i, inspect evaluate new Parser(tokenize line).binary(), pi: Math.PI
    catch error
      console.error error.message unless error instanceof RangeError
    finally
      table = null

module.exports = {tokenize, Parser, evaluate, run, table}
