/** The commands that a comment gives: `/reviewed TEXT`, `/incident ID DISPOSITION TEXT`, `/reopen TEXT`. */

export const dispositions = ['accepted', 'followed-up', 'false-alarm'] as const
export type Disposition = (typeof dispositions)[number]

export type ReviewCommand =
  | {kind: 'reviewed'; text: string}
  | {kind: 'incident'; incident: string; disposition: Disposition; text: string}
  | {kind: 'reopen'; text: string}

/** A line that begins like a command and is not one. */
export interface CommandMistake {
  /** Its first 80 characters. */
  line: string
  why: string
}

export interface ParsedComment {
  commands: readonly ReviewCommand[]
  mistakes: readonly CommandMistake[]
}

/** Characters. More is no remark but a document, which belongs elsewhere. */
const longestText = 2000

/**
 * Only what begins a line counts; what stands in a code block, a quotation or an HTML comment does not. A line that begins
 * with another slash, such as a path, is not a command.
 */
export function parseComment(markdown: string): ParsedComment {
  const commands: ReviewCommand[] = []
  const mistakes: CommandMistake[] = []
  for (const line of plainLines(markdown)) {
    const [, word = '', rest = ''] = /^\/(reviewed|incident|reopen)(?:[ \t]+(.*))?$/i.exec(line) ?? []
    if (word === '') {
      if (/^\/(?:review|incident|re-?open)/i.test(line)) mistakes.push(mistake(line, 'there is no such command'))
      continue
    }
    const parsed = commandOf(word.toLowerCase(), rest.trim())
    if (typeof parsed === 'string') mistakes.push(mistake(line, parsed))
    else commands.push(parsed)
  }
  return {commands, mistakes}
}

function mistake(line: string, why: string): CommandMistake {
  return {line: line.slice(0, 80), why}
}

function commandOf(word: string, rest: string): ReviewCommand | string {
  if (rest.length > longestText) return `its text has more than ${longestText} characters`
  if (word === 'incident') return incidentCommand(rest)
  if (rest === '') return 'it lacks words that say what was looked at'
  return word === 'reopen' ? {kind: 'reopen', text: rest} : {kind: 'reviewed', text: rest}
}

function incidentCommand(rest: string): ReviewCommand | string {
  const [, incident = '', word = '', text = ''] = /^(\S+)(?:\s+(\S+))?(?:\s+(.*))?$/.exec(rest) ?? []
  const disposition = dispositions.find(one => one === word.toLowerCase())
  if (incident === '') return 'it lacks the id of an incident'
  if (disposition === undefined) return `after the id it needs one of ${dispositions.join(', ')}`
  if (text.trim() === '') return 'it lacks words that say why'
  return {kind: 'incident', incident, disposition, text: text.trim()}
}

/** Without code blocks (fenced, indented) and HTML comments; an open one reaches to the end, as GitHub shows it. */
function plainLines(markdown: string): string[] {
  const plain: string[] = []
  let fence = ''
  let isInComment = false
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    if (fence !== '') {
      const [, closing = ''] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? []
      if (closing.startsWith(fence)) fence = ''
      continue
    }
    if (isInComment) {
      isInComment = !line.includes('-->')
      continue
    }
    const [, opening = ''] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line) ?? []
    if (opening !== '') fence = opening
    else if (line.includes('<!--') && !line.slice(line.indexOf('<!--')).includes('-->')) {
      isInComment = true
      if (!line.startsWith('<!--')) plain.push(line)
    } else plain.push(line)
  }
  return plain
}
