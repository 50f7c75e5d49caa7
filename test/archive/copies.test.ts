/** The examples that copy the evidence to S3 and to a release: their steps run in a shell, with stand-ins for the two programs. */
import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {cleanUp, temporaryFolder} from '../runner.ts'

afterAll(cleanUp)

interface Job {
  steps: {run?: string; env?: Record<string, string>}[]
}

const byName = (a = '', b = '') => (a < b ? -1 : 1)
const files = {'manifest.json': '{"a":1}\n', SHA256SUMS: 'x', 'audit 2026-10.csv': 'RecordType\r\n'}
const hash = (text: string) => createHash('sha256').update(text)
const short = hash(files['manifest.json']).digest('hex').slice(0, 16)

/** Says what it was called with, a line each call, arguments between bars. */
const recorder =
  '#!/bin/sh\n{ printf "%s" "${0##*/}"; for one in "$@"; do printf "|%s" "$one"; done; echo; } >> "$CALLS"\n'

function runStep(example: string, programs: Record<string, string>, env: Record<string, string> = {}) {
  const root = temporaryFolder()
  const [bin, folder] = [join(root, 'bin'), join(root, 'out')]
  for (const path of [bin, folder]) mkdirSync(path)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(bin, name), recorder + body)
    chmodSync(join(bin, name), 0o755)
  }
  const text = readFileSync(new URL(`../../.github/examples/${example}.yml`, import.meta.url), 'utf8')
  const {jobs} = parse(text) as {jobs: {export: Job}}
  const {run = ''} = jobs.export.steps.find(step => step.run !== undefined) ?? {}
  const [calls, summary] = [join(root, 'calls'), join(root, 'summary')]
  for (const path of [calls, summary]) writeFileSync(path, '')
  // As GitHub starts `run:` steps.
  const {status, stdout} = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
    cwd: root,
    encoding: 'utf8',
    env: {PATH: `${bin}:${process.env.PATH}`, CALLS: calls, GITHUB_STEP_SUMMARY: summary, FOLDER: 'out', ...env},
  })
  const called = readFileSync(calls, 'utf8')
    .trim()
    .split('\n')
    .map(line => line.split('|'))
  return {status, stdout, called, summary: readFileSync(summary, 'utf8'), root}
}

describe('S3', () => {
  const env = () => ({
    ...{BUCKET: 'evidence', AWS_WEB_IDENTITY_TOKEN_FILE: join(temporaryFolder(), 'token')},
    ...{ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't', ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x/?a=b'},
  })
  const curl = 'echo \'{"value":"jwt"}\''
  const jq = 'cat > /dev/null; echo jwt'

  test('gets every file once, with its hash, below the manifest’s, and overwrites nothing', () => {
    const {status, called, summary} = runStep('archive-s3', {aws: '', curl, jq}, env())
    expect(status).toBe(0)
    const puts = called.filter(([name]) => name === 'aws')
    expect(puts.map(words => words[words.indexOf('--key') + 1]).sort(byName)).toEqual(
      Object.keys(files)
        .map(name => `m365-audit/${short}/${name}`)
        .sort(byName),
    )
    for (const words of puts) {
      const given = (option: string) => words[words.indexOf(option) + 1] ?? ''
      expect(given('--if-none-match')).toBe('*')
      const content = files[given('--body') as keyof typeof files]
      expect(given('--checksum-sha256')).toBe(hash(content).digest('base64'))
    }
    expect(summary).toContain(`s3://evidence/m365-audit/${short}`)
  })

  test('that refuses one file fails the step', () => {
    const {status, summary} = runStep('archive-s3', {aws: 'exit 1', curl, jq}, env())
    expect([status === 0, summary]).toEqual([false, ''])
  })

  test('is not asked without a token', () => {
    const {status, called} = runStep('archive-s3', {aws: '', curl: 'exit 22', jq}, env())
    expect(status).not.toBe(0)
    expect(called.filter(([name]) => name === 'aws')).toEqual([])
  })
})

describe('a release', () => {
  const env = {GH_REPO: 'contoso/audit', GH_TOKEN: 't', MONTH: '2026-10-01T00:00:00Z/2026-10-15T00:00:00Z'}
  const gh = (visibility: string) => `[ "$1" = api ] && echo ${visibility} || true`

  test('of a private repository is drafted with every file, and then published', () => {
    const {status, called} = runStep('archive-release', {gh: gh('private')}, env)
    expect(status).toBe(0)
    const [, create = [], edit = []] = called
    expect(create.slice(0, 3)).toEqual(['gh', 'release', 'create'])
    expect(create[3]).toBe(`audit-2026-10-01T00-00-00Z-2026-10-15T00-00-00Z-${short}`)
    expect(create).toContain('--draft')
    expect(create.slice(-3).sort(byName)).toEqual(
      Object.keys(files)
        .map(name => `out/${name}`)
        .sort(byName),
    )
    expect(edit.slice(2)).toEqual(['edit', create[3], '--draft=false'])
  })

  test.each(['public', ''])('is not made where the repository is %s', visibility => {
    const {status, called} = runStep('archive-release', {gh: gh(visibility)}, env)
    expect(status).not.toBe(0)
    expect(called).toHaveLength(1)
  })
})
