/** The pages that people read: every link leads somewhere, sentences are short, commands and versions exist. */
import {existsSync, globSync, readFileSync, statSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {micromark} from 'micromark'
import {gfm, gfmHtml} from 'micromark-extension-gfm'
import {describe, expect, test} from 'vitest'
import {parse, parseAllDocuments} from 'yaml'
import {inputNames} from '../src/inputs/catalogue.ts'
import {setupUsage} from '../src/setup/settings.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = [
  ...globSync('*.md', {cwd: root}),
  ...globSync('{docs,src,bench,.github}/**/*.md', {cwd: root}),
  ...globSync('.github/**/*.md', {cwd: root}),
].map(path => path.replaceAll('\\', '/'))
const all = [...new Set(pages)].sort()
const major = `v${(JSON.parse(read('package.json')) as {version: string}).version.split('.')[0]}`

const pagesRead = new Map<string, string>()
function html(path: string): string {
  let page = pagesRead.get(path)
  if (page === undefined) {
    page = htmlOf(read(path))
    pagesRead.set(path, page)
  }
  return page
}

function htmlOf(markdown: string): string {
  return micromark(markdown, {extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true})
}

/** Text without markup, entities resolved. */
function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({amp: '&', lt: '<', gt: '>', quot: '"'})[name] ?? '')
}

/** As GitHub makes them: https://github.com/gjtorikian/html-pipeline, TableOfContentsFilter. */
function anchors(page: string): Set<string> {
  const seen = new Map<string, number>()
  const found = new Set<string>()
  for (const [, content = ''] of page.matchAll(/<h[1-6]>([\s\S]*?)<\/h[1-6]>/g)) {
    const slug = textOf(content)
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    found.add(times === 0 ? slug : `${slug}-${times}`)
  }
  for (const [, id = ''] of page.matchAll(/<a id="([^"]+)"/g)) found.add(id)
  return found
}

/** Links of a page that lead nowhere, in words. */
function brokenLinks(path: string, page: string): string[] {
  const addresses = [...page.matchAll(/<(?:a|img|source)\b[^>]*?\s(?:href|src|srcset)="([^"]*)"/g)]
  return addresses.flatMap(([, address = '']) => {
    if (/^(https?|mailto):/.test(address)) return []
    const [file = '', anchor = ''] = decodeURIComponent(address.replaceAll('&amp;', '&')).split('#')
    const target = file === '' ? path : relative(root, join(root, dirname(path), file)).replaceAll('\\', '/')
    if (!existsSync(join(root, target))) return [`${path}: ${address}: no such file`]
    if (anchor === '' || statSync(join(root, target)).isDirectory() || !target.endsWith('.md')) return []
    const there = target === path ? page : html(target)
    return anchors(there).has(anchor) ? [] : [`${path}: ${address}: no such heading`]
  })
}

describe('links', () => {
  test('of all pages lead to files and headings that exist', () => {
    expect(all.length).toBeGreaterThan(30)
    expect(all.flatMap(path => brokenLinks(path, html(path)))).toEqual([])
  })

  test('that are broken are found', () => {
    const page = '# A `code` title\n\n[a](nowhere.md) [b](#no-heading) [c](#a-code-title) [d](docs/set-up.md#nothing)\n'
    expect(brokenLinks('README.md', htmlOf(page))).toEqual([
      'README.md: nowhere.md: no such file',
      'README.md: #no-heading: no such heading',
      'README.md: docs/set-up.md#nothing: no such heading',
    ])
  })

  test('lead from the README to every page of docs', () => {
    const linked = new Set<string>()
    const follow = (path: string) => {
      for (const [, file = ''] of html(path).matchAll(/<a href="([^"#]+\.md)/g)) {
        const target = relative(root, join(root, dirname(path), file)).replaceAll('\\', '/')
        if (/^https?:/.test(file) || linked.has(target) || !existsSync(join(root, target))) continue
        linked.add(target)
      }
    }
    follow('README.md')
    expect(all.filter(path => path.startsWith('docs/') && !linked.has(path))).toEqual([])
  })
})

test('YAML on pages can be read as YAML', () => {
  const blocks = all.flatMap(path =>
    [...read(path).matchAll(/^( *)```yaml\n([\s\S]*?)^ *```/gm)].map(([, , content = '']) => ({path, content})),
  )
  expect(blocks.length).toBeGreaterThan(10)
  // What is wrong and what is right stand in one block, each a document of its own.
  const faults = (content: string) =>
    content.split(/^# right.*$/m).flatMap(part => [parseAllDocuments(part)].flat().flatMap(({errors}) => errors))
  expect(blocks.filter(({content}) => faults(content).length > 0)).toEqual([])
  expect(faults('a: b: c')).not.toEqual([])
})

test('the page of examples leads to each of them', () => {
  const page = read('.github/examples/README.md')
  const examples = globSync('**/*.yml', {cwd: join(root, '.github/examples')}).map(path => path.replaceAll('\\', '/'))
  expect(examples.length).toBeGreaterThan(15)
  expect(examples.filter(path => !page.includes(`](${path})`))).toEqual([])
})

test('forms for faults and questions ask for the doctor’s output, and a fault can’t be sent without it', () => {
  const forms = globSync('.github/ISSUE_TEMPLATE/*.yml', {cwd: root}).filter(path => !path.endsWith('config.yml'))
  const fields = forms.map(path => {
    const {body} = parse(read(path)) as {body: {id?: string; type: string; validations?: {required?: boolean}}[]}
    return {path, doctor: body.find(({id}) => id === 'doctor')}
  })
  expect(fields.map(({path, doctor}) => [path, doctor?.type, doctor?.validations?.required ?? false])).toEqual(
    expect.arrayContaining([
      ['.github/ISSUE_TEMPLATE/fault.yml', 'textarea', true],
      ['.github/ISSUE_TEMPLATE/question.yml', 'textarea', false],
    ]),
  )
  expect(fields.filter(({doctor}) => doctor === undefined)).toEqual([])
})

/** Sentences of paragraphs, list items and cells of tables that are sentences; generated tables and code left out. */
function sentences(rendered: string): string[] {
  const page = rendered
    .replace(/<!-- (inputs|outputs|permissions|columns) -->[\s\S]*?<!-- \/\1 -->/g, '')
    .replace(/<pre>[\s\S]*?<\/pre>/g, '')
    .replace(/<(h[1-6])>[\s\S]*?<\/\1>/g, '')
  const blocks = page
    .split(/<\/?(?:p|li|td|th|tr|ul|ol|table|thead|tbody|blockquote|br|picture)\b[^>]*>/)
    .map(block => textOf(block).replace(/\s+/g, ' ').trim())
  return blocks
    .flatMap(block => block.split(/(?<=[.?!])\s+(?=[^a-z])/u))
    .map(sentence => sentence.replace(/^\[![A-Z]+\]\s*/, ''))
    .filter(sentence => /[.?!:]$/.test(sentence) && words(sentence) > 1)
}

function words(sentence: string): number {
  return sentence.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length
}

function meanLength(rendered: string): number {
  const lengths = sentences(rendered).map(words)
  return lengths.reduce((sum, one) => sum + one, 0) / Math.max(1, lengths.length)
}

describe('sentences', () => {
  // docs/rules.md is generated as a whole.
  const prose = all.filter(path => path === 'README.md' || (path.startsWith('docs/') && path !== 'docs/rules.md'))

  test.each(prose)('%s: 18 words at most on average', path => {
    expect(sentences(html(path)).length).toBeGreaterThan(2)
    expect(meanLength(html(path))).toBeLessThanOrEqual(18)
  })

  test('are counted', () => {
    const long = `${'word '.repeat(24)}end. Two words.\n\n| a | b |\n| --- | --- |\n| fragment without an end | A cell of five words. |\n\n\`\`\`bash\nnot counted at all.\n\`\`\`\n`
    expect(sentences(htmlOf(long)).map(words)).toEqual([25, 2, 5])
    expect(meanLength(htmlOf('One two three. Four five six seven: eight nine.'))).toBe(4.5)
    expect(meanLength(htmlOf('It says: One two three.'))).toBe(5)
  })
})

test('the README has 150 lines at most, and the commands of demo and tests', () => {
  const readme = read('README.md')
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(150)
  expect(readme).toMatch(/^npm run demo\b/m)
  expect(readme).toMatch(/^npm ci && npm test\b/m)
})

describe('versions', () => {
  const places = [
    ...all,
    ...globSync('.github/**/*.yml', {cwd: root}),
    ...globSync('.github/*.yml', {cwd: root}),
  ].filter(path => path !== 'CHANGELOG.md')

  test('pages, examples and the prober name the major version of the package', () => {
    const named = places.flatMap(path =>
      [...read(path).matchAll(/m365-audit-export@(v\d+)\b(?!\.)|--branch (v\d+)\b/g)].map(([, tag, branch]) => ({
        path,
        tag: tag ?? branch,
      })),
    )
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter(({tag}) => tag !== major)).toEqual([])
    expect(read('.github/workflows/prober.yml')).toMatch(new RegExp(`^ +ref: ${major}$`, 'm'))
    expect(read('.github/SECURITY.md')).toContain(`| \`${major}\` (the moving tag`)
    expect(read('docs/operations.md')).toContain(`The tag \`${major}\` moves`)
  })

  test('the release workflow makes that tag', () => {
    const release = read('.github/workflows/release.yml')
    expect(release).toContain('major="${TAG%%.*}"')
    expect(release).toContain('refs/tags/$major')
  })

  test('the release workflow takes the notes of one release, and refuses placeholders', () => {
    const release = read('.github/workflows/release.yml')
    expect(release).toContain('node scripts/release.ts --check "$TAG" "$GITHUB_REPOSITORY" > changes.md')
    expect(release).not.toMatch(/(cat|--notes-file) CHANGELOG\.md/)
    expect(release).toMatch(/(cat|--notes-file) changes\.md/)
  })
})

test('commands of the program have options that exist', () => {
  const secretFiles = ['certificate-password', 'key-vault-token', 'github-token', 'pseudonym-key', 'state-key']
  const inputs = new Set<string>([...inputNames, ...secretFiles.map(name => `${name}-file`), 'identity', 'help'])
  const ofSetup = new Set([...setupUsage.matchAll(/--([a-z-]+)/g)].map(([, name = '']) => name).concat('help'))
  const calls = all.flatMap(path =>
    [
      ...read(path)
        .replace(/\\\n\s*/g, ' ')
        .matchAll(/dist[/\\]index\.js'? ([a-z]+)([^`\n|;]*)/g),
    ].map(([, command = '', rest = '']) => ({path, command, options: [...rest.matchAll(/ --([a-z][a-z-]*)/g)]})),
  )
  expect(calls.length).toBeGreaterThan(15)
  const wrong = calls
    .filter(({command}) => command !== 'simulator')
    .flatMap(({path, command, options}) =>
      options
        .map(([, name = '']) => name)
        .filter(name => !(command === 'setup' ? ofSetup : inputs).has(name))
        .map(name => `${path}: ${command} --${name}`),
    )
  expect(wrong).toEqual([])
})
