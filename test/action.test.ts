/** action.yml, the settings, the pages' tables and the workflows say the same, and GitHub's own service agrees. */
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {type ActionsMetadataProvider, validate} from '@actions/languageservice'
import {describe, expect, test} from 'vitest'
import {TextDocument} from 'vscode-languageserver-textdocument'
import {parse} from 'yaml'
import {shots, size} from '../scripts/pictures.ts'
import {withColumns, withInputsAndOutputs, withPermissions, withShapes} from '../scripts/tables.ts'
import {catalogue, inputNames} from '../src/inputs/catalogue.ts'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const actionYaml = read('action.yml')

interface Entry {
  description: string
  default?: string
  required?: boolean
}
const action = parse(actionYaml) as {
  inputs: Record<string, Entry>
  outputs: Record<string, Entry>
  runs: {using: string; main: string}
}

/** Ours for every reference that is ours, and nothing known of the rest but that they exist. */
const metadata: ActionsMetadataProvider = {
  fetchActionMetadata: async ({name}) =>
    name === 'm365-audit-export' ? {name, description: '', ...action} : {name, description: ''},
}

let documents = 0

async function complaints(path: string, text: string): Promise<string[]> {
  // The service remembers what it parsed by address, so each document needs one of its own.
  const document = TextDocument.create(`file:///${++documents}/${path}`, 'yaml', 1, text)
  const found = await validate(document, {actionsMetadataProvider: metadata})
  return found.map(({message, range}) => `${path}:${range.start.line + 1}: ${message}`)
}

const workflows = ['.github/workflows/', '.github/examples/'].flatMap(folder =>
  readdirSync(new URL(folder, root))
    .filter(name => name.endsWith('.yml'))
    .map(name => folder + name),
)

describe('action.yml', () => {
  test('is valid to GitHub’s language service', async () => {
    expect(await complaints('action.yml', actionYaml)).toEqual([])
  })

  test('is checked by a service that does find faults', async () => {
    const broken = actionYaml.replace('node24', 'node18').replace('icon: archive', 'icon: no-such-icon')
    expect(await complaints('action.yml', broken)).toHaveLength(2)
  })

  test('starts the bundle on Node 24', () => {
    expect(action.runs).toEqual({using: 'node24', main: 'dist/index.js'})
  })

  test('has the inputs of the settings, in their order and with their defaults', () => {
    const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''])
    const expected = inputNames.map(name => [
      name,
      name === 'github-token' ? '${{ github.token }}' : catalogue[name].default,
    ])
    expect(defaults).toEqual(expected)
  })

  test('has the outputs of the contract', () => {
    expect(Object.keys(action.outputs).join(' ')).toBe(
      'status period start end records findings incidents highest-severity directory manifest artifact-id artifact-url artifact-digest issue-url matrix merge-matrix tenants overdue',
    )
  })

  test('is of a version that docs/operations.md says is supported', () => {
    const {version} = JSON.parse(read('package.json')) as {version: string}
    const [row = ''] =
      read('docs/operations.md')
        .match(/^\| version \| supported .*\n.*\n(.*)$/m)
        ?.slice(1) ?? []
    expect(row).toContain(`| ${version.split('.').slice(0, 2).join('.')} |`)
    expect(row).toContain(`\`${action.runs.using}\``)
  })

  test('requires nothing, because a runner does not enforce it and every mode needs something else', () => {
    expect(Object.values(action.inputs).filter(input => input.required)).toEqual([])
  })
})

test('links of action.yml are seen from the root of the repository, where it lies', () => {
  const links = [...actionYaml.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)
  expect(links.length).toBeGreaterThan(1)
  expect(links.filter(target => !existsSync(new URL(target, root)))).toEqual([])
})

describe('the README', () => {
  test('leads to the tables that action.yml makes (`npm run tables`)', () => {
    expect(read('README.md')).toContain('(docs/inputs-and-outputs.md)')
    const page = read('docs/inputs-and-outputs.md')
    expect(withInputsAndOutputs(page, actionYaml)).toBe(page)
  })

  test('leads to the set-up, whose table of permissions is theirs (`npm run tables`)', () => {
    expect(read('README.md')).toContain('(docs/set-up.md)')
    const page = read('docs/set-up.md')
    expect(withPermissions(page)).toBe(page)
  })

  test('leads to the table of flat columns, which is theirs (`npm run tables`)', () => {
    expect(read('README.md')).toContain('(docs/columns.md)')
    const page = read('docs/columns.md')
    expect(withColumns(page)).toBe(page)
  })

  test('leads to the simulator’s page, whose table of shapes is theirs (`npm run tables`)', () => {
    const page = read('src/simulator/SHAPES.md')
    expect(read('src/simulator/README.md')).toContain('(SHAPES.md)')
    expect(withShapes(page)).toBe(page)
  })

  test('shows a workflow that is valid, with inputs that exist, under its file name', async () => {
    const shown = [...read('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
    const whole = shown.filter(text => /^jobs:/m.test(text))
    expect(whole).toHaveLength(1)
    const [workflow = ''] = whole
    expect(await complaints('.github/workflows/readme.yml', workflow)).toEqual([])
    // The examples are run against the simulated tenant: this is the first of them, whole.
    expect(workflow).toBe(read('.github/examples/first.yml'))
    expect(workflow.split('\n', 1)[0]).toMatch(/^# \.github\/workflows\/[\w-]+\.yml$/)
    // Block style alone, and a comment on each line that decides something.
    expect(workflow).not.toMatch(/[[{](?!\{)(?<!\$\{)(?<!\{\{)/)
    expect(parse(workflow)).toMatchObject({jobs: {export: {steps: [{with: {columns: 'both'}}]}}})
  })

  test('shows the pictures that `npm run pictures` makes, and no others', () => {
    const shown = [...read('README.md').matchAll(/\.github\/pictures\/([\w-]+\.png)/g)].map(([, name]) => name)
    expect(new Set(shown)).toEqual(new Set(shots.map(({name}) => name)))
    expect(new Set(readdirSync(new URL('.github/pictures/', root)))).toEqual(new Set(shown))
    const different = new Set(shots.map(({name}) => readFileSync(new URL(`.github/pictures/${name}`, root), 'base64')))
    expect(different.size).toBe(shots.length)
    for (const {name} of shots) {
      const png = readFileSync(new URL(`.github/pictures/${name}`, root))
      // The first chunk of a PNG holds its size: https://www.w3.org/TR/png-3/#11IHDR.
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size.width, size.height])
    }
  })

  test('shows nothing of the action but what is cut from the examples, which are run', () => {
    const shown = [...read('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
    const examples = workflows.filter(path => path.includes('/examples/')).map(read)
    const ours = shown.filter(text => text.includes('m365-audit-export@'))
    expect(ours.length).toBeGreaterThan(0)
    expect(ours.filter(text => !examples.some(example => example.includes(text)))).toEqual([])
  })
})

describe('workflows', () => {
  test.for(workflows)('%s is valid', async path => {
    // In this repository `uses: ./` is our action; the service only looks up references by owner and name.
    expect(
      await complaints(
        path.replace('examples', 'workflows'),
        read(path).replace(/uses: \.\/(?!\.github)\S*/g, 'uses: x/m365-audit-export@v0'),
      ),
    ).toEqual([])
  })

  test('so is the composite action', async () => {
    expect(await complaints('action.yml', read('.github/examples/composite-action/action.yml'))).toEqual([])
  })

  test('are checked against our inputs', async () => {
    const workflow = read('.github/examples/monthly.yml').replace('tenant-id:', 'tenant_id:')
    expect((await complaints('.github/workflows/x.yml', workflow)).join()).toContain('tenant_id')
  })

  test.for(workflows)('%s asks for permissions by name, and pins what it uses by digest', path => {
    const text = read(path)
    expect(text).toMatch(/^permissions:/m)
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, reference = '']) => reference)
    const loose = used.filter(reference => !/^(\.\/|[\w.-]+\/m365-audit-export@)|@[0-9a-f]{40}$/.test(reference))
    expect(loose).toEqual([])
  })
})
