/**
 * Regular expressions in time linear in the text, by simulating an NFA (https://swtch.com/~rsc/regexp/regexp1.html). It answers only
 * whether a text matches; what can't be matched so (lookaround, backreferences) is refused by name.
 */

export interface PatternFlags {
  ignoreCase?: boolean
  /** `^` and `$` also match at line breaks. */
  multiline?: boolean
  /** `.` also matches a line break. */
  dotAll?: boolean
}

export type CompiledPattern =
  | {matches: (text: string) => boolean}
  /** Not a regular expression. */
  | {mistake: string}
  /** A regular expression that this engine leaves out. */
  | {unsupported: string}

export function compilePattern(source: string, flags: PatternFlags = {}): CompiledPattern {
  try {
    const program = programOf(new PatternParser(source, flags).parse())
    return {matches: text => simulate(program, text)}
  } catch (error) {
    if (error instanceof PatternError)
      return error.unsupported ? {unsupported: error.message} : {mistake: error.message}
    throw error
  }
}

/** Longer programs cost more per character than a rule is worth. */
const longestProgram = 5_000
const mostRepeats = 1_000
const deepest = 200

class PatternError extends Error {
  readonly unsupported: boolean
  constructor(message: string, unsupported = false) {
    super(message)
    this.unsupported = unsupported
  }
}

type CharacterTest = (point: number) => boolean
type Assertion = 'start' | 'end' | 'line-start' | 'line-end' | 'before-last-break' | 'word' | 'no-word'

type PatternNode =
  | {kind: 'character'; test: CharacterTest}
  | {kind: 'assertion'; assertion: Assertion}
  | {kind: 'sequence' | 'alternatives'; nodes: PatternNode[]}
  | RepeatNode

interface RepeatNode {
  kind: 'repeat'
  node: PatternNode
  least: number
  most: number
}

class PatternParser {
  private readonly points: string[]
  private at = 0
  private depth = 0
  private flags: PatternFlags

  constructor(source: string, flags: PatternFlags) {
    this.points = [...source]
    this.flags = flags
  }

  parse(): PatternNode {
    const node = this.alternatives()
    if (this.at < this.points.length) throw new PatternError('a ) has no (')
    return node
  }

  private alternatives(): PatternNode {
    if (++this.depth > deepest) throw new PatternError(`more than ${deepest} nested groups`, true)
    const flags = this.flags
    const nodes = [this.sequence()]
    while (this.take('|')) nodes.push(this.sequence())
    this.flags = flags
    this.depth--
    return nodes.length === 1 ? (nodes[0] as PatternNode) : {kind: 'alternatives', nodes}
  }

  private sequence(): PatternNode {
    const nodes: PatternNode[] = []
    while (this.at < this.points.length && this.next !== '|' && this.next !== ')') {
      const node = this.atom()
      if (node) nodes.push(this.repeated(node))
    }
    return {kind: 'sequence', nodes}
  }

  private repeated(node: PatternNode): PatternNode {
    const count = this.quantifier()
    if (!count) return node
    if (node.kind === 'assertion') throw new PatternError('a quantifier has nothing to repeat')
    if (this.next === '+') throw new PatternError('possessive quantifiers', true)
    // Whether a match is as short as possible does not change whether there is one.
    this.take('?')
    if (this.quantifier()) throw new PatternError('a quantifier follows a quantifier')
    return {kind: 'repeat', node, ...count}
  }

  private quantifier(): {least: number; most: number} | undefined {
    if (this.take('*')) return {least: 0, most: Number.POSITIVE_INFINITY}
    if (this.take('+')) return {least: 1, most: Number.POSITIVE_INFINITY}
    if (this.take('?')) return {least: 0, most: 1}
    const [text, from, comma, to] =
      /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(this.points.slice(this.at, this.at + 16).join('')) ?? []
    if (text === undefined || (comma === '' && to !== '')) return undefined
    this.at += text.length
    const least = Number(from)
    const most = comma === '' ? least : to === '' ? Number.POSITIVE_INFINITY : Number(to)
    if (most < least) throw new PatternError(`${text} ends before it begins`)
    if (least > mostRepeats || (most !== Number.POSITIVE_INFINITY && most > mostRepeats))
      throw new PatternError(`more than ${mostRepeats} repetitions`, true)
    return {least, most}
  }

  /** Undefined for flags alone. */
  private atom(): PatternNode | undefined {
    const point = this.read()
    switch (point) {
      case '.': {
        const {dotAll} = this.flags
        return {kind: 'character', test: dotAll ? () => true : code => code !== lineFeed}
      }
      case '^':
        return {kind: 'assertion', assertion: this.flags.multiline ? 'line-start' : 'start'}
      case '$':
        return {kind: 'assertion', assertion: this.flags.multiline ? 'line-end' : 'before-last-break'}
      case '[':
        return this.character(this.characterClass())
      case '(':
        return this.group()
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        throw new PatternError('a quantifier has nothing to repeat')
      default:
        return this.literal(point)
    }
  }

  private group(): PatternNode | undefined {
    const before = this.flags
    if (this.take('?')) {
      const named = this.take('P') ? 'P' : ''
      if (this.next === '=' || this.next === '!') throw new PatternError('lookahead', true)
      if (this.next === '>') throw new PatternError(named ? 'backreferences' : 'atomic groups', true)
      if (this.take('<')) {
        if (this.next === '=' || this.next === '!') throw new PatternError('lookbehind', true)
        while (this.next !== '>') this.read('a name of a group has no end')
        this.read()
      } else if (this.inlineFlags()) return undefined
    }
    const node = this.alternatives()
    if (!this.take(')')) throw new PatternError('a ( has no )')
    this.flags = before
    return node
  }

  /** `(?i)` holds for the rest of the group, `(?i:` for its own. @returns whether the group ends here. */
  private inlineFlags(): boolean {
    let on = true
    for (;;) {
      const point = this.read('a ( has no )')
      if (point === ':') return false
      if (point === ')') return true
      const flag = ({i: 'ignoreCase', m: 'multiline', s: 'dotAll'} as const)[point]
      if (point === '-') on = false
      else if (flag) this.flags = {...this.flags, [flag]: on}
      else throw new PatternError(`the group (?${point}`, true)
    }
  }

  private escape(): PatternNode {
    const point = this.next
    const assertion = ({A: 'start', z: 'end', Z: 'before-last-break', b: 'word', B: 'no-word'} as const)[point]
    if (assertion) {
      this.read()
      return {kind: 'assertion', assertion}
    }
    if (/[1-9kg]/.test(point)) throw new PatternError('backreferences', true)
    const escaped = this.escapedCharacters()
    return typeof escaped === 'number' ? this.literal(String.fromCodePoint(escaped)) : this.character(escaped)
  }

  /** After a backslash, within a class or not: one character, or a set of them. */
  private escapedCharacters(): number | CharacterTest {
    const point = this.read('a \\ ends the expression')
    const set = sets[point]
    if (set) return set
    const control = controls[point]
    if (control !== undefined) return control
    if (point === 'x' || point === 'u') return this.hexadecimal(point)
    if (point === 'p' || point === 'P') return this.property(point === 'P')
    if (/[a-z0-9]/i.test(point)) throw new PatternError(`the escape \\${point}`, true)
    return point.codePointAt(0) as number
  }

  private hexadecimal(kind: string): number {
    const rest = this.points.slice(this.at, this.at + 10).join('')
    const [text, long, short] = /^(?:\{([\da-f]{1,6})\}|([\da-f]{2}(?:[\da-f]{2})?))/i.exec(rest) ?? []
    const digits = long ?? (kind === 'x' ? short?.slice(0, 2) : short?.length === 4 ? short : undefined)
    const code = Number.parseInt(digits ?? '', 16)
    if (text === undefined || !(code <= 0x10ffff)) throw new PatternError(`\\${kind} has no hexadecimal digits`)
    this.at += long === undefined ? (digits ?? '').length : text.length
    return code
  }

  private property(negated: boolean): CharacterTest {
    const [text, long, short] =
      /^(?:\{\^?([\w=]{1,40})\}|([A-Z]))/.exec(this.points.slice(this.at, this.at + 44).join('')) ?? []
    if (text === undefined) throw new PatternError('\\p has no name')
    this.at += text.length
    const set = propertyTest(long ?? short ?? '')
    if (!set) throw new PatternError(`the set \\p${text}`, true)
    return negated === text.startsWith('{^') ? set : code => !set(code)
  }

  private characterClass(): CharacterTest {
    const negated = this.take('^')
    const tests: CharacterTest[] = []
    for (let first = true; first || this.next !== ']'; first = false) {
      const low = this.classMember()
      const ranged = this.next === '-' && this.points[this.at + 1] !== ']' && this.at + 1 < this.points.length
      if (typeof low !== 'number' || !ranged) {
        tests.push(typeof low === 'number' ? code => code === low : low)
        continue
      }
      this.read()
      const high = this.classMember()
      if (typeof high !== 'number' || high < low) throw new PatternError('a range within [ ] ends before it begins')
      tests.push(code => code >= low && code <= high)
    }
    this.read()
    const inside = this.folding(code => tests.some(test => test(code)))
    return negated ? code => !inside(code) : inside
  }

  private classMember(): number | CharacterTest {
    const point = this.read('a [ has no ]')
    if (point === '[' && /[:.=]/.test(this.next)) throw new PatternError(`[${this.next} within [ ]`, true)
    if (point !== '\\') return point.codePointAt(0) as number
    return this.take('b') ? 8 : this.escapedCharacters()
  }

  private literal(point: string): PatternNode {
    const wanted = point.codePointAt(0)
    return this.character(this.folding(code => code === wanted))
  }

  private character(test: CharacterTest): PatternNode {
    return {kind: 'character', test}
  }

  private folding(test: CharacterTest): CharacterTest {
    if (!this.flags.ignoreCase) return test
    return code => test(code) || otherCases(code).some(test)
  }

  private get next(): string {
    return this.points[this.at] ?? ''
  }

  private take(point: string): boolean {
    if (this.next !== point) return false
    this.at++
    return true
  }

  private read(orElse = 'it ends too early'): string {
    const point = this.points[this.at++]
    if (point === undefined) throw new PatternError(orElse)
    return point
  }
}

const lineFeed = 10
const controls: Record<string, number> = {n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, 0: 0}

const isDigit: CharacterTest = code => code >= 48 && code <= 57
const isWord: CharacterTest = code =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95
const isSpace: CharacterTest = code => (code >= 9 && code <= 13) || code === 32
const not =
  (test: CharacterTest): CharacterTest =>
  code =>
    !test(code)
const sets: Record<string, CharacterTest> = {
  ...{d: isDigit, D: not(isDigit), w: isWord, W: not(isWord), s: isSpace, S: not(isSpace)},
}

function propertyTest(name: string): CharacterTest | undefined {
  for (const written of [name, `Script=${name}`]) {
    try {
      // On one character there is nothing to go back over.
      const pattern = new RegExp(`^\\p{${written}}$`, 'u')
      return code => pattern.test(String.fromCodePoint(code))
    } catch {}
  }
  return undefined
}

function otherCases(code: number): number[] {
  const text = String.fromCodePoint(code)
  return [text.toLowerCase(), text.toUpperCase()]
    .filter(other => other !== text && [...other].length === 1)
    .map(other => other.codePointAt(0) as number)
}

type Instruction =
  | {kind: 'character'; test: CharacterTest}
  | {kind: 'assertion'; assertion: Assertion}
  /** Goes on at each of these. */
  | {kind: 'fork'; to: number[]}
  | {kind: 'match'}

function programOf(root: PatternNode): Instruction[] {
  const program: Instruction[] = []
  const add = (instruction: Instruction): number => {
    if (program.length >= longestProgram) throw new PatternError('an expression of this size', true)
    return program.push(instruction) - 1
  }
  const emit = (node: PatternNode): void => {
    if (node.kind === 'character' || node.kind === 'assertion') add(node)
    else if (node.kind === 'sequence') for (const one of node.nodes) emit(one)
    else if (node.kind === 'repeat') emitRepeat(node)
    else emitAlternatives(node.nodes)
  }
  const emitAlternatives = (nodes: PatternNode[]) => {
    const fork: number[] = []
    add({kind: 'fork', to: fork})
    const exits = nodes.map(node => {
      fork.push(program.length)
      emit(node)
      const exit: number[] = []
      add({kind: 'fork', to: exit})
      return exit
    })
    for (const exit of exits) exit.push(program.length)
  }
  const emitRepeat = ({node, least, most}: RepeatNode) => {
    for (let count = 0; count < least; count++) emit(node)
    if (most === Number.POSITIVE_INFINITY) {
      const fork: number[] = []
      const head = add({kind: 'fork', to: fork})
      fork.push(program.length)
      emit(node)
      add({kind: 'fork', to: [head]})
      fork.push(program.length)
      return
    }
    const forks: number[][] = []
    for (let count = least; count < most; count++) {
      const fork: number[] = []
      forks.push(fork)
      add({kind: 'fork', to: fork})
      fork.push(program.length)
      emit(node)
    }
    for (const fork of forks) fork.push(program.length)
  }
  emit(root)
  add({kind: 'match'})
  return program
}

/** Whether the program matches anywhere in the text: every state is entered at most once a character. */
function simulate(program: readonly Instruction[], text: string): boolean {
  const entered = new Int32Array(program.length).fill(-1)
  let current: number[] = []
  let step = 0
  for (let at = 0; ; ) {
    const before = at === 0 ? undefined : text.charCodeAt(at - 1)
    const point = text.codePointAt(at)
    const stack = [0, ...current.reverse()]
    const waiting: number[] = []
    while (stack.length > 0) {
      const state = stack.pop() as number
      if (entered[state] === step) continue
      entered[state] = step
      const instruction = program[state] as Instruction
      if (instruction.kind === 'match') return true
      if (instruction.kind === 'fork') stack.push(...instruction.to)
      else if (instruction.kind === 'character') waiting.push(state)
      else if (holds(instruction.assertion, before, point, text.length - at)) stack.push(state + 1)
    }
    if (point === undefined) return false
    current = []
    for (const state of waiting) {
      const instruction = program[state] as Instruction
      if (instruction.kind === 'character' && instruction.test(point)) current.push(state + 1)
    }
    at += point > 0xffff ? 2 : 1
    step++
  }
}

function holds(assertion: Assertion, before: number | undefined, next: number | undefined, left: number): boolean {
  const atWord = (before !== undefined && isWord(before)) !== (next !== undefined && isWord(next))
  switch (assertion) {
    case 'start':
      return before === undefined
    case 'end':
      return next === undefined
    case 'before-last-break':
      return next === undefined || (next === lineFeed && left === 1)
    case 'line-start':
      return before === undefined || before === lineFeed
    case 'line-end':
      return next === undefined || next === lineFeed
    case 'word':
      return atWord
    case 'no-word':
      return !atWord
  }
}
