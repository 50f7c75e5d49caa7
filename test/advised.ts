/** Every command that pages, examples and messages advise, taken apart into the simple commands that a shell would start. */
import {globSync, readFileSync} from 'node:fs'

const root = new URL('../', import.meta.url)
export const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const files = (pattern: string) => globSync(pattern, {cwd: root}).map(path => path.replaceAll('\\', '/'))

/** Pages that readers follow; those of contributors are read as well. */
export const pages = [...new Set([...files('*.md'), ...files('docs/**/*.md'), ...files('.github/**/*.md')])].filter(
  path => !/^(CHANGELOG|THIRD-PARTY.*)\.md$/.test(path),
)
export const examples = files('.github/examples/**/*.yml')
const sources = files('src/**/*.ts').filter(path => !path.includes('simulator'))

/** Strings of the source that stand over several lines become one, and placeholders become words. */
function textOf(path: string): string {
  return read(path)
    .replace(/['"`] \+\s*\n\s*['"`]/g, '')
    .replace(/\$\{[^{}]*\}/g, 'VALUE')
    .replace(/\\\n\s*/g, ' ')
}

export const everything = [...sources, ...pages, ...examples].map(path => ({path, text: textOf(path)}))

/** Each use of a program that begins so, up to what can't be of the command. */
export function uses(start: RegExp): string[] {
  const found = everything.flatMap(({text}) => [...text.matchAll(new RegExp(`${start.source}[^\`|;)\\n]*`, 'g'))])
  return [...new Set(found.map(([use]) => use.trim()))]
}

export interface Block {
  path: string
  language: string
  content: string
}

/** Fenced blocks in order, without the indentation of the list that they may stand in. */
export function blocksOf(path: string, text = read(path)): Block[] {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```/gm)].map(
    ([, indent = '', language = '', content = '']) => ({
      path,
      language,
      content: content.replace(new RegExp(`^ {0,${indent.length}}`, 'gm'), ''),
    }),
  )
}

export const blocks = pages.flatMap(path => blocksOf(path))

/** Code inside of sentences, and in cells of tables, where a bar is written with a backslash. */
export function inlineCode(path: string): string[] {
  const prose = read(path).replace(/^( *)```[\s\S]*?^ *```/gm, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|'))
}

/**
 * The simple commands of a script for bash, substitutions included: words with their quotes as they stand. Enough for what pages
 * advise; here-documents and compound commands are left to `bash -n`.
 */
export function simpleCommands(script: string): string[] {
  const text = script.replace(/\\\n\s*/g, ' ').replace(/<< *'?(\w+)'?[^\n]*\n[\s\S]*?\n\1(?=\n|$)/g, '')
  const commands: string[] = []
  let current = ''
  let quote = ''
  const end = () => {
    const command = current.trim().replace(/\s*[<>]+\s*\S+/g, '')
    if (command !== '') commands.push(command)
    current = ''
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    const inside = quote !== "'" && /[$<]/.test(character) && text[at + 1] === '(' ? closing(text, at + 2) : -1
    if (inside > 0) {
      commands.push(...simpleCommands(text.slice(at + 2, inside)))
      current += 'VALUE'
      at = inside
    } else if (quote !== '') {
      if (character === quote) quote = ''
      current += character
    } else if (character === "'" || character === '"') {
      quote = character
      current += character
    } else if (character === '#' && /(^|\s)$/.test(current)) {
      while (at + 1 < text.length && text[at + 1] !== '\n') at++
    } else if (/[\n;|&]/.test(character)) end()
    else current += character
  }
  end()
  return commands.map(command => command.replace(/^(\w+=\S*\s+)+/, '')).filter(command => !/^\w+=\S*$/.test(command))
}

/** Of the parenthesis before `from`. */
function closing(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return at
  }
  return -1
}
