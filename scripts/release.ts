/**
 * Prepares a release, and checks one. `npm run release -- VERSION OWNER` writes version, tag and owner into package, pages and
 * examples. The release workflow calls it with `--check TAG OWNER/REPOSITORY`: it prints the notes of that release, or fails.
 */
import {execFileSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

export interface Release {
  /** Without `v`. */
  version: string
  /** Of the repository that publishes the action. */
  owner: string
}

const root = new URL('../', import.meta.url)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [first = '', second = '', third = ''] = process.argv.slice(2)
  if (first === '--check') check(second, third)
  else prepare({version: first, owner: second})
}

function prepare(release: Release): void {
  if (!/^\d+\.\d+\.\d+$/.test(release.version) || !/^[\w-]+$/.test(release.owner)) {
    console.error('Usage: npm run release -- VERSION OWNER, such as 0.1.0 contoso')
    process.exitCode = 2
    return
  }
  const today = new Date().toISOString().slice(0, 10)
  for (const path of pagePaths()) rewrite(path, text => releasedPage(text, release))
  rewrite('CHANGELOG.md', text => releasedChangelog(text, release.version, today))
  rewrite('src/version.ts', text => text.replace(/(version = ')[\d.]+/, `$1${release.version}`))
  for (const path of ['package.json', 'package-lock.json']) rewrite(path, text => versioned(text, release.version))
}

function check(tag: string, repository: string): void {
  const [owner = ''] = repository.split('/')
  const {version} = JSON.parse(read('package.json')) as {version: string}
  const pages = pagePaths().map(path => ({path, text: read(path)}))
  const notes = releaseNotes(read('CHANGELOG.md'), version)
  const faults = [
    ...(tag === `v${version}` ? [] : [`The tag is ${tag}, and package.json says ${version}.`]),
    ...releaseFaults(pages, {version, owner}),
    ...(notes === undefined ? [`CHANGELOG.md has no dated section “## ${version}, …”.`] : []),
  ]
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
  else process.stdout.write(notes ?? '')
}

function pagePaths(): string[] {
  const tracked = execFileSync('git', ['ls-files', 'README.md', 'docs', '.github'], {cwd: root, encoding: 'utf8'})
  return tracked.split('\n').filter(path => /\.(md|yml)$/.test(path))
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

function rewrite(path: string, change: (text: string) => string): void {
  const before = read(path)
  const after = change(before)
  if (after === before) return
  writeFileSync(new URL(path, root), after)
  console.log(`${path} is written anew.`)
}

/** A page or workflow as the release has it: its owner, its tag, and nothing about the time before it. */
export function releasedPage(text: string, {version, owner}: Release): string {
  const major = majorTag(version)
  return text
    .replace(/<!-- before release -->[\s\S]*?<!-- \/before release -->\n*/g, '')
    .replaceAll('OWNER/m365-audit-export', `${owner}/m365-audit-export`)
    .replace(/(m365-audit-export@|--branch |^ +ref: )v\d+(?![\w.])/gm, `$1${major}`)
    .replace(/`v\d+`/g, `\`${major}\``)
    .replace(/(m365-audit-export@<40 digits> # v)\d+\.\d+\.\d+/g, `$1${version}`)
}

/** What of the pages is not as the release needs it, in words. */
export function releaseFaults(pages: readonly {path: string; text: string}[], release: Release): string[] {
  return pages
    .filter(({text}) => releasedPage(text, release) !== text)
    .map(({path}) => `${path} is not prepared: npm run release -- ${release.version} ${release.owner}`)
}

/** The section of one release, without its heading; undefined where there is none, or it has no date. */
export function releaseNotes(changelog: string, version: string): string | undefined {
  const section = changelog
    .split(/^## /m)
    .find(one => new RegExp(`^${version.replaceAll('.', '\\.')}, \\d{4}-\\d\\d-\\d\\d\\n`).test(one))
  return section && `${section.slice(section.indexOf('\n')).trim()}\n`
}

export function releasedChangelog(changelog: string, version: string, day: string): string {
  return changelog.replace(`## ${version}, not yet released\n`, () => `## ${version}, ${day}\n`)
}

/** The package's own version, which stands first, and again in the lock file's first package. */
function versioned(text: string, version: string): string {
  const parsed = JSON.parse(text) as {version: string; packages?: Record<string, {version: string}>}
  parsed.version = version
  const own = parsed.packages?.['']
  if (own) own.version = version
  return `${JSON.stringify(parsed, null, 2)}\n`
}

function majorTag(version: string): string {
  return `v${version.split('.')[0]}`
}
