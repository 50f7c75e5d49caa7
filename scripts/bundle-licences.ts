/** `dist/licenses.txt`: the licences of what is bundled, each text once, and the notices that minifying takes out of the code. */
import {parseSync} from 'rolldown/utils'

export interface Bundled {
  name: string
  /** As its package.json says; '' where it does not. */
  licence: string
  text: string
}

const rule = '-'.repeat(80)

/**
 * The bundler lists a package's name, its licence and the text, on lines of their own after an empty one. A text has
 * empty lines too: what is a name, `isPackage` knows.
 */
export function bundledPackages(list: string, isPackage: (name: string) => boolean): Bundled[] {
  const lines = ['', ...list.split('\n')]
  const starts = lines.flatMap((line, at) => (lines[at - 1] === '' && isPackage(line) ? [at] : []))
  return starts.map((start, index) => ({
    name: lines[start] ?? '',
    licence: lines[start + 1] ?? '',
    text: lines
      .slice(start + 2, starts[index + 1])
      .join('\n')
      .trim(),
  }))
}

const states = /copyright|\(c\) ?\d|@licen[cs]e|licensed under/i
const grants = /permission is hereby|permission to use|redistribution and use|without warranty/i

/**
 * Comments that state a copyright or a licence: bundled packages hold code of others, with notices to be kept. Of one that
 * grants nothing itself, the paragraphs that state it; the rest is documentation.
 */
export function notices(file: string, code: string): string[] {
  const texts: string[] = []
  let end = -1
  for (const comment of parseSync(file, code, {sourceType: 'module'}).comments) {
    // Above each module the bundler says which it is.
    if (comment.value.startsWith(' CONCATENATED MODULE: ')) continue
    const text = comment.value.replace(/^[ \t]*[*!]*[ \t]*/gm, '')
    const goesOn = comment.type === 'Line' && /^[ \t]*\n[ \t]*$/.test(code.slice(end, comment.start))
    if (goesOn) texts.push(`${texts.pop() ?? ''}\n${text}`)
    else texts.push(text)
    end = comment.end
  }
  return texts
    .map(text =>
      grants.test(text)
        ? text
        : paragraphs(text)
            .filter(one => states.test(one))
            .join('\n\n'),
    )
    .filter(text => text !== '')
}

function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).map(paragraph => paragraph.trim())
}

/** Packages that share a text, but for the copyright, stand above it: `name (licence)`, then the lines of its copyright. */
export function licencesFile(packages: readonly Bundled[], found: readonly string[]): string {
  const groups = new Map<string, Bundled[]>()
  for (const one of packages) {
    const text = spaceless(linesOf(one.text).others)
    groups.set(text, [...(groups.get(text) ?? []), one])
  }
  const sections = [...groups.values()].map(group => {
    const heads = group.flatMap(({name, licence, text}) => [
      `${name} (${licence || 'not named'})`,
      ...linesOf(text).copyrights.map(line => `  ${line.trim()}`),
    ])
    return `${heads.join('\n')}\n\n${linesOf(group[0]?.text ?? '').others || 'No text comes with it.'}`
  })
  const distinct = [...new Map(found.map(text => [spaceless(text), text])).values()]
  const inCode = `Notices in the code of these packages\n\n${distinct.join('\n\n')}`
  return `${[...sections, inCode].join(`\n\n${rule}\n`)}\n`
}

function linesOf(text: string): {copyrights: string[]; others: string} {
  const lines = text.split('\n')
  const isCopyright = (line: string) => /^\s*(copyright\b.*\d{4}|©|\(c\) ?\d)/i.test(line)
  return {
    copyrights: lines.filter(isCopyright),
    others: lines
      .filter(line => !isCopyright(line))
      .join('\n')
      .trim(),
  }
}

/** What {@link licencesFile} lists. */
export function listedPackages(file: string): Omit<Bundled, 'text'>[] {
  return file.split(`${rule}\n`).flatMap(section =>
    section
      .slice(0, section.indexOf('\n\n'))
      .split('\n')
      .flatMap(head => {
        const [, name, licence = ''] = /^(\S+) \((.*)\)$/.exec(head) ?? []
        return name === undefined ? [] : [{name, licence: licence === 'not named' ? '' : licence}]
      }),
  )
}

function spaceless(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
