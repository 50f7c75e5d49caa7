/** The words after a command, by `parseArgs`: options with their values, and the words that belong to none. Nothing is refused here. */
import {parseArgs} from 'node:util'

/** What `parseArgs` is told of each option; one that is not listed may stand with or without a value. */
export type OptionKinds = Readonly<Record<string, {readonly type: 'string' | 'boolean'}>>

export interface CommandLine {
  /** Without the hyphens. Given twice, the values make a list, one a line. */
  options: Map<string, string>
  /** In their order; among them what begins with one hyphen. */
  strays: string[]
  /** Names of options that need a value and have none. */
  withoutValue: string[]
}

/** A switch stands before another option or at the end, and means true; a value that begins with `--` is written after an equals sign. */
export function readCommandLine(argv: readonly string[], kinds: OptionKinds = {}): CommandLine {
  const {args, withoutValue} = withValues(argv, kinds)
  const {tokens} = parseArgs({args, options: kinds, strict: false, allowPositionals: true, tokens: true})
  const options = new Map<string, string>()
  const strays = new Map<number, string>()
  for (const token of tokens) {
    const word = args[token.index] ?? ''
    if (token.kind === 'option' && /^--[^=]/.test(word)) {
      const earlier = options.get(token.name)
      const value = token.value ?? 'true'
      options.set(token.name, earlier === undefined ? value : `${earlier}\n${value}`)
    } else if (token.kind !== 'option-terminator') strays.set(token.index, word)
  }
  return {options, strays: [...strays.values()], withoutValue}
}

/** Each option in one word with its value: what follows an option is its value unless it begins with two hyphens. */
function withValues(argv: readonly string[], kinds: OptionKinds): {args: string[]; withoutValue: string[]} {
  const args: string[] = []
  const withoutValue: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') return {args: [...args, ...argv.slice(at)], withoutValue}
    const name = /^--([^=]+)$/s.exec(word)?.[1]
    const next = argv[at + 1]
    if (name === undefined) args.push(word)
    else if (next !== undefined && !next.startsWith('--')) {
      args.push(`${word}=${next}`)
      at++
    } else if (Object.hasOwn(kinds, name) && kinds[name]?.type === 'string') withoutValue.push(name)
    else args.push(`${word}=true`)
  }
  return {args, withoutValue}
}
