/** Rules of security for the workflows of this repository and for those that we show. */
import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const namesIn = (folder: string) =>
  readdirSync(new URL(folder, root))
    .filter(name => name.endsWith('.yml'))
    .map(name => folder + name)
const ours = namesIn('.github/workflows/')
const all = [...ours, ...namesIn('.github/examples/')]

interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
}

interface Job {
  steps?: Step[]
  permissions?: Record<string, string> | string
  environment?: unknown
  if?: string
}

interface Workflow {
  on: Record<string, unknown> | string | string[]
  permissions?: Record<string, string> | string
  jobs: Record<string, Job>
}

/** What breaks a rule, in words. */
function faults(text: string, {isOurs}: {isOurs: boolean}): string[] {
  const workflow: Workflow = parse(text)
  const found: string[] = []
  const triggers =
    typeof workflow.on === 'string'
      ? [workflow.on]
      : Array.isArray(workflow.on)
        ? workflow.on
        : Object.keys(workflow.on)
  for (const trigger of triggers)
    if (['pull_request_target', 'workflow_run'].includes(trigger)) found.push(`starts by ${trigger}`)
  if (triggers.includes('issue_comment')) found.push(...commentFaults(text, workflow))
  if (typeof workflow.permissions !== 'object') found.push('does not name its permissions')
  if (isOurs && grants(workflow.permissions).length > 0) found.push('gives every job a right to write')
  for (const [name, job] of Object.entries(workflow.jobs))
    found.push(...faultsOf(job).map(fault => `${name}: ${fault}`))
  for (const [line] of text.matchAll(/uses: (?!\.\/|[\w.-]+\/m365-audit-export)\S+.*$/gm))
    if (!/@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(line)) found.push(`no digest with its version: ${line}`)
  return found
}

/** Anyone who may comment starts it: it holds no secret, runs no script, and looks first who wrote. */
function commentFaults(text: string, {jobs}: Workflow): string[] {
  return Object.values(jobs).flatMap(({steps = [], environment, if: condition = ''}) => [
    ...(text.includes('secrets.') || environment !== undefined ? ['a comment starts a job with secrets'] : []),
    ...(steps.some(({run, uses = ''}) => run !== undefined || uses.startsWith('actions/checkout@'))
      ? ['a comment starts a job that runs scripts']
      : []),
    ...(condition.includes('author_association') && condition.includes('!github.event.issue.pull_request')
      ? []
      : ['a comment starts a job before it is known who wrote it']),
  ])
}

function faultsOf({steps = [], permissions}: Job): string[] {
  const found: string[] = []
  if (typeof permissions === 'string') found.push('does not name its permissions')
  const publishes = grants(permissions).some(right => ['contents', 'attestations', 'packages'].includes(right))
  for (const {uses = '', run = '', with: inputs = {}} of steps) {
    const isCheckout = uses.startsWith('actions/checkout@')
    if (isCheckout && inputs['persist-credentials'] !== false) found.push('leaves the token in the checkout')
    if (publishes && (isCheckout || uses.startsWith('./') || /\b(npm|npx|node)\b|\.\//.test(run)))
      found.push('runs code of the repository with rights to publish')
    // An expression becomes text of the script before the shell sees it; through env it stays a value.
    if (run.includes('${{') || String(inputs.script ?? '').includes('${{'))
      found.push(`an expression in a script: ${run}`)
    if (/\bnpm (ci|install|i)\b(?!.*--ignore-scripts)/.test(run)) found.push('installs with scripts')
    if (/\b(curl|wget)\b[^\n]*\|\s*(ba)?sh/.test(run)) found.push('runs what it downloads')
  }
  return found
}

function grants(permissions: Workflow['permissions']): string[] {
  if (typeof permissions !== 'object') return permissions === undefined ? [] : [permissions]
  return Object.entries(permissions).flatMap(([right, level]) => (level === 'write' ? [right] : []))
}

describe('a workflow', () => {
  test.each(all)('%s keeps the rules', path => {
    expect(faults(read(path), {isOurs: ours.includes(path)})).toEqual([])
  })

  test('.ci/run installs without scripts', () => {
    expect(read('.ci/run')).toContain('npm ci --ignore-scripts')
    // What would run scripts if it were let; of this one only the grammar's WebAssembly is used, by a test.
    const {packages} = JSON.parse(read('package-lock.json')) as {packages: Record<string, {hasInstallScript?: boolean}>}
    const scripted = Object.entries(packages).filter(([, {hasInstallScript}]) => hasInstallScript)
    expect(scripted.map(([path]) => path)).toEqual(['node_modules/tree-sitter-powershell'])
  })

  const whole = (job: string, head = 'on: push\npermissions: {contents: read}\n') => `${head}jobs:\n  x:\n${job}`
  test.each<[fault: string, workflow: string]>([
    ['starts by', whole('    steps: []', 'on: pull_request_target\npermissions: {}\n')],
    ['does not name its permissions', whole('    steps: []', 'on: push\n')],
    ['with secrets', whole('    environment: audit', 'on: issue_comment\npermissions: {}\n')],
    ['runs scripts', whole('    steps: [{run: ls}]', 'on: issue_comment\npermissions: {}\n')],
    ['known who wrote it', whole('    steps: []', 'on: issue_comment\npermissions: {}\n')],
    ['does not name its permissions', whole('    permissions: write-all\n    steps: []')],
    ['gives every job', whole('    steps: []', 'on: push\npermissions: {contents: write}\n')],
    ['no digest', whole('    steps:\n      - uses: actions/setup-node@v6')],
    ['no digest', whole(`    steps:\n      - uses: actions/setup-node@${'a'.repeat(40)}`)],
    ['leaves the token', whole(`    steps:\n      - uses: actions/checkout@${'a'.repeat(40)} # v6`)],
    ['an expression', whole('    steps:\n      - run: echo ${{ github.event.issue.title }}')],
    [
      'an expression',
      whole('    steps:\n      - uses: ./x\n        with:\n          script: f(${{ github.head_ref }})'),
    ],
    ['installs with scripts', whole('    steps:\n      - run: npm ci')],
    ['runs code of the repository', whole('    permissions: {contents: write}\n    steps:\n      - run: npm test')],
    ['runs what it downloads', whole('    steps:\n      - run: curl -s https://x.example | sh')],
  ])('a fault is found: %s', (fault, workflow) => {
    expect(faults(workflow, {isOurs: true}).join('\n')).toContain(fault)
  })
})

describe('the release', () => {
  const {jobs}: Workflow = parse(read('.github/workflows/release.yml'))
  const {build, publish} = jobs as {build: Job; publish: Job & {needs?: string}}
  const scripts = ({steps = []}: Job) => steps.map(({run = ''}) => run).join('\n')

  test('is built and tested where nothing can be written, and published where nothing of it runs', () => {
    expect(build.permissions).toEqual({contents: 'read'})
    expect(scripts(build)).toContain('.ci/run')
    expect(publish.needs).toBe('build')
    expect(grants(publish.permissions).sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'attestations',
      'contents',
      'id-token',
    ])
    expect(faultsOf(publish)).toEqual([])
    expect(publish.steps?.some(({uses = ''}) => uses.startsWith('actions/checkout@'))).toBe(false)
  })

  test('has provenance and the list of what is inside among its assets', () => {
    const [created = ''] = /gh release create .*/.exec(scripts(publish)) ?? []
    for (const asset of ['m365-audit-export.tar.gz', 'sbom.spdx.json', 'SHA256SUMS', 'm365-audit-export.sigstore.json'])
      expect(created).toContain(asset)
    const attest = publish.steps?.find(({uses = ''}) => uses.startsWith('actions/attest-build-provenance@'))
    expect(String(attest?.with?.['subject-path'])).toMatch(
      /dist\/\*\*[\s\S]*m365-audit-export\.tar\.gz[\s\S]*sbom\.spdx\.json/,
    )
  })

  test('needs rules for tags, which the page for maintainers describes', () => {
    expect(read('.github/CONTRIBUTING.md')).toMatch(/ruleset for the tags `v\*\.\*\.\*`.*neither moved nor deleted/)
  })
})

test('CODEOWNERS names what runs for others, what builds it and what publishes it', () => {
  const owned = read('.github/CODEOWNERS')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split(/\s+/))
  expect(owned.map(([path]) => path)).toEqual(
    expect.arrayContaining(['*', '/dist/', '/action.yml', '/.github/', '/.ci/', '/package-lock.json']),
  )
  for (const [, ...owners] of owned) expect(owners.length).toBeGreaterThan(0)
})
