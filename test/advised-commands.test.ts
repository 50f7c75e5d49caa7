/**
 * Commands that messages and pages advise: those of local programs are run, against files of the kind they are advised for;
 * PowerShell is parsed and held to rules; `az` and `gh` are held to their documented options.
 */
import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {globSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {Language, Parser} from 'web-tree-sitter'
import {machineDisk} from '../src/host/disk.ts'
import {terminalHost} from '../src/host/terminal.ts'
import {parseInputs} from '../src/inputs.ts'
import {checkCommands} from '../src/report/check-commands.ts'
import {exportAnew, makeAnew, storePfx} from '../src/signin/remedies.ts'
import {windowsStoreScripts} from '../src/signin/windows-store.ts'
import {runVerify} from '../src/verify-folder.ts'

const noNetwork = () => Promise.reject(new TypeError('no network here'))

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const pages = [
  'README.md',
  ...globSync('{docs,.github}/*.md', {cwd: root}),
  ...globSync('.github/examples/**/*.yml', {cwd: root}),
]
const sources = globSync('src/**/*.ts', {cwd: root}).filter(path => !path.includes('simulator'))

/** Strings of the source that stand over several lines become one, and placeholders become words. */
function textOf(path: string): string {
  return read(path)
    .replace(/['"`] \+\s*\n\s*['"`]/g, '')
    .replace(/\$\{[^{}]*\}/g, 'VALUE')
    .replace(/\\\n\s*/g, ' ')
}

const everything = [...sources, ...pages].map(path => ({path, text: textOf(path)}))

/** Each use of a program that begins with one of these subcommands, up to what can't be of the command. */
function uses(start: RegExp): string[] {
  const found = everything.flatMap(({text}) => [...text.matchAll(new RegExp(`${start.source}[^\`|;)\\n]*`, 'g'))])
  return [...new Set(found.map(([use]) => use.trim()))]
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, {recursive: true, force: true})
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'advised-'))
  folders.push(made)
  return made
}

/** In a session without a terminal, in which openssl asks standard input for passwords. */
function bash(command: string, cwd: string, input = '') {
  const {status, stdout, stderr} = spawnSync('setsid', ['-w', 'bash', '-c', command], {
    cwd,
    input,
    encoding: 'utf8',
    timeout: 60_000,
  })
  return {status, stdout, stderr}
}

const newKey = makeAnew.slice('Make one: '.length, makeAnew.indexOf(', upload'))

/** Key and certificate made by the advised command itself. */
function withCertificate(): string {
  const at = folder()
  expect(bash(newKey, at)).toMatchObject({status: 0})
  return at
}

describe.runIf(process.platform === 'linux')('openssl, run as advised,', () => {
  test('makes a certificate and a PFX, prints the fingerprint, and opens the PFX', () => {
    const at = withCertificate()
    const makePfx = /openssl pkcs12 -export -inkey key\.pem -in cert\.pem -out cert\.pfx/.exec(exportAnew)?.[0] ?? ''
    expect(bash(makePfx, at, 'secret\nsecret\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -legacy -in cert.pfx -noout', at, 'secret\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -legacy -in cert.pfx -noout', at, 'wrong\n').status).not.toBe(0)
    expect(bash('openssl pkey -in key.pem -noout', at)).toMatchObject({status: 0})
    for (const hash of ['sha256', 'sha1'])
      expect(bash(`openssl x509 -in cert.pem -noout -fingerprint -${hash}`, at).stdout).toMatch(
        /Fingerprint=([0-9A-F]{2}:){19}/i,
      )
  })

  test('opens what Windows wrote with RC2, which it does not without -legacy', () => {
    const at = withCertificate()
    const windows =
      'openssl pkcs12 -export -legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-3DES -inkey key.pem -in cert.pem -out cert.pfx -passout pass:secret'
    expect(bash(windows, at)).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -in cert.pfx -noout', at, 'secret\n').status).not.toBe(0)
    expect(bash('openssl pkcs12 -legacy -in cert.pfx -noout', at, 'secret\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -legacy -in cert.pfx -nodes -out both.pem', at, 'secret\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -export -in both.pem -out new.pfx', at, 'new\nnew\n')).toMatchObject({status: 0})
    expect(bash('openssl pkcs12 -in new.pfx -noout', at, 'new\n')).toMatchObject({status: 0})
  })

  test('makes a timestamp request for the list of files', () => {
    const at = folder()
    writeFileSync(join(at, 'SHA256SUMS'), 'x')
    expect(bash('openssl ts -query -data SHA256SUMS -sha256 -cert -out request.tsq', at)).toMatchObject({status: 0})
    expect(bash('openssl ts -query -in request.tsq -text', at).stdout).toContain('Hash Algorithm: sha256')
  })

  test('makes a state key of 32 bytes', () => {
    expect(Buffer.from(bash('openssl rand -base64 32', folder()).stdout, 'base64')).toHaveLength(32)
  })

  test('each advised use is one that is run here or where its test stands', () => {
    const known = [
      /^openssl x509 -(in|noout)/,
      /^openssl pkcs12 (-export -inkey key\.pem|-legacy -in cert\.pfx|-export -in both\.pem)/,
      /^openssl pkey (-in key\.pem -noout|-provider legacy)/,
      /^openssl req -x509 -newkey rsa:(2048|3072) /,
      /^openssl rand -base64 32/,
      /^openssl ts -query -data SHA256SUMS -sha256 -cert/,
      // test/scenarios/signed.test.ts and test/signature run these on real folders.
      /^openssl (cms -verify|ts -verify) /,
      /^openssl s_client -connect VALUE:VALUE/,
    ]
    const found = uses(/openssl (?:x509|pkcs12|pkey|req|rand|cms|ts|s_client) -/)
    expect(found.length).toBeGreaterThan(8)
    expect(found.filter(use => !known.some(one => one.test(use)))).toEqual([])
    for (const one of known)
      expect(
        found.some(use => one.test(use)),
        String(one),
      ).toBe(true)
  })
})

describe.runIf(process.platform === 'linux')('bash, run as advised,', () => {
  test('hands gh the whole PFX, and both PEM files', () => {
    const at = folder()
    const content = Buffer.from(Array.from({length: 5_000}, (_, index) => (index * 37) % 256))
    writeFileSync(join(at, 'cert.pfx'), content)
    for (const name of ['cert.pem', 'key.pem']) writeFileSync(join(at, name), `${name}\n`)
    const gh = 'gh() { cat; }; '
    const bashForm = storePfx.slice(0, storePfx.indexOf(' (PowerShell'))
    expect(Buffer.from(bash(gh + bashForm, at).stdout, 'base64')).toEqual(content)
    const both = /cat cert\.pem key\.pem \| gh secret set M365_CERTIFICATE/.exec(makeAnew)?.[0] ?? ''
    expect(bash(gh + both, at).stdout).toBe('cert.pem\nkey.pem\n')
  })

  test('compares every file with its hash', () => {
    const at = folder()
    writeFileSync(join(at, 'a b.csv'), 'x')
    writeFileSync(join(at, 'SHA256SUMS'), `${createHash('sha256').update('x').digest('hex')}  a b.csv\n`)
    const command = checkCommands[0]?.command ?? ''
    expect(bash(command, at)).toMatchObject({status: 0})
    writeFileSync(join(at, 'a b.csv'), 'y')
    expect(bash(command, at).status).not.toBe(0)
  })
})

const require = createRequire(import.meta.url)

async function powershellParser(): Promise<Parser> {
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')))
  return parser
}

/** Blocks of pages, and what follows “PowerShell: ” in a message, to the parenthesis that it stands in. */
function powershell(): {path: string; command: string}[] {
  const blocks = pages.flatMap(path =>
    [...read(path).matchAll(/```powershell\n([\s\S]*?)```/g)].map(([, command = '']) => ({path, command})),
  )
  const told = everything
    .filter(({path}) => path.startsWith('src/'))
    .flatMap(({path, text}) =>
      [...text.matchAll(/(?<!\w)PowerShell: (?!PowerShell)((?:[^()`\n"]|\((?:[^()\n]|\([^()\n]*\))*\))+)/g)].map(
        ([, command = '']) => ({
          path,
          command,
        }),
      ),
    )
  const printed = checkCommands.filter(({where}) => where.includes('PowerShell'))
  const run = Object.values(windowsStoreScripts).map(command => ({path: 'windows-store.ts', command}))
  return [...blocks, ...told, ...run, ...printed.map(({command}) => ({path: 'check-commands.ts', command}))]
}

describe('PowerShell', () => {
  test('is found in pages and messages, and parsed without an error', async () => {
    const parser = await powershellParser()
    const found = powershell()
    expect(found.length).toBeGreaterThan(6)
    for (const {path, command} of found) {
      const tree = parser.parse(`${command}\n`)
      expect(tree?.rootNode.hasError, `${path}: ${command}`).toBe(false)
    }
  })

  test('the parser does find what PowerShell does not take', async () => {
    const parser = await powershellParser()
    for (const wrong of ['Get-Content (', '$hash, = (1', "if ($a { 'x' }"])
      expect(parser.parse(`${wrong}\n`)?.rootNode.hasError, wrong).toBe(true)
  })

  test.each<[rule: string, broken: RegExp]>([
    ['has no <', /</],
    ['has no base64 program', /(^|[|;]\s*)base64\b/],
    ['quotes @file', /(?<!['"])@[\w.-]+\.(pem|json|cer|pfx)/],
    ['takes JSON from files', /--(body|parameters) '\{/],
    ['has no line that ends in a backslash', /\\$/m],
    ['joins nothing by && or ||, which Windows PowerShell does not know', /&&|\|\|/],
  ])('%s', (_, broken) => {
    expect(powershell().filter(({command}) => broken.test(command.replace(/^\s*#.*/gm, '')))).toEqual([])
  })
})

test('@file is quoted wherever it is advised: bash takes it so too', () => {
  const bare = everything.flatMap(({path, text}) =>
    [...text.matchAll(/--(?:cert|body|parameters) @[\w.]+/g)].map(([use]) => `${path}: ${use}`),
  )
  expect(bare).toEqual([])
})

test('what is stored by base64 < in a message has a form for PowerShell beside it', () => {
  const lonely = everything
    .filter(({path}) => path.startsWith('src/'))
    .flatMap(({path, text}) => text.split('\n').map(line => ({path, line})))
    .filter(({line}) => /base64 < /.test(line) && !/PowerShell: \[Convert\]/.test(line))
  expect(lonely).toEqual([])
})

/** https://cli.github.com/manual and https://learn.microsoft.com/cli/azure/reference-index */
const options: Record<string, string[]> = {
  'gh secret set': ['--repo', '--env', '--body'],
  'gh variable set': ['--repo', '--env', '--body'],
  'gh workflow run': ['--repo', '--ref', '-f'],
  'gh run list': ['--repo', '--workflow', '--limit'],
  'gh run download': ['--repo', '--name', '--dir'],
  'gh repo edit': ['--enable-issues'],
  'gh repo view': ['--json'],
  'gh attestation verify': ['--repo', '--owner', '--signer-repo', '--signer-workflow', '--bundle', '--predicate-type'],
  'gh auth token': [],
  'gh auth login': [],
  'gh auth refresh': ['--scopes'],
  'gh repo unarchive': ['--yes'],
  'az keyvault secret show': ['--vault-name', '--name', '--query', '--output', '--version', '--id'],
  'gh api': ['--silent', '--method', '--jq'],
  'az login': ['--tenant', '--allow-no-subscriptions'],
  'az cloud set': ['--name'],
  'az rest': ['--method', '--url', '--body', '--resource'],
  'az account get-access-token': ['--resource', '--tenant', '--query', '--output'],
  'az ad app create': ['--display-name', '--sign-in-audience', '--query', '--output'],
  'az ad app delete': ['--id'],
  'az ad app credential reset': ['--id', '--append', '--cert'],
  'az ad app credential list': ['--id', '--cert', '--query', '--output'],
  'az ad app credential delete': ['--id', '--cert', '--key-id'],
  'az ad app federated-credential create': ['--id', '--parameters'],
  'az ad app federated-credential list': ['--id'],
  'az ad app permission add': ['--id', '--api', '--api-permissions'],
  'az ad app permission admin-consent': ['--id'],
  'az ad sp create': ['--id'],
  'az ad sp show': ['--id', '--query', '--output'],
  'az role assignment create': ['--role', '--assignee', '--scope'],
  'az keyvault list': ['--query', '--output'],
  'az keyvault show': ['--name', '--query', '--output'],
  'az keyvault set-policy': [
    '--name',
    '--spn',
    '--object-id',
    '--certificate-permissions',
    '--secret-permissions',
    '--key-permissions',
  ],
  'az keyvault network-rule add': ['--name', '--ip-address'],
  'az keyvault certificate create': ['--vault-name', '--name', '--policy'],
  'az keyvault certificate get-default-policy': [],
  'az keyvault certificate download': ['--vault-name', '--name', '--version', '--encoding', '--file'],
  'az keyvault certificate list': ['--vault-name', '--query', '--output'],
  'az keyvault certificate list-versions': ['--vault-name', '--name', '--query', '--output'],
  'az keyvault certificate recover': ['--vault-name', '--name'],
  'az keyvault certificate set-attributes': ['--vault-name', '--name', '--version', '--enabled'],
  'az keyvault certificate show': ['--vault-name', '--name', '--query', '--output'],
}

test('az and gh are called by documented commands and options', () => {
  const groups = 'secret|variable|workflow|run|repo|attestation|auth|api|login|cloud|rest|account|ad|role|keyvault'
  const found = everything.flatMap(({path, text}) =>
    [...text.matchAll(new RegExp(`\\b(gh|az) (?:${groups})\\b[^\`;|\\n]*`, 'g'))].map(([use]) => ({path, use})),
  )
  expect(found.length).toBeGreaterThan(40)
  const wrong = found.flatMap(({path, use}) => {
    const [name] = Object.keys(options)
      .filter(one => use === one || use.startsWith(`${one} `) || new RegExp(`^${one}[^\\w-]`).test(use))
      .sort((a, b) => b.length - a.length)
    if (name === undefined) return [`${path}: ${use}: no such command`]
    const own = use.split(/ && | then |\$\(|\) |\. |, (?:and|or) |\((?=PowerShell)/)[0] ?? ''
    const given = [...own.matchAll(/(?<= )--?[a-z][a-z-]*/g)].map(([option]) => option)
    return given.filter(option => !options[name]?.includes(option)).map(option => `${path}: ${name} ${option}`)
  })
  expect(wrong).toEqual([])
})

test('verify in a checkout names the wrong folder, and judges no export by it', async () => {
  const at = folder()
  writeFileSync(join(at, 'package.json'), '{}')
  const settings = parsedVerify(at)
  const host = terminalHost([], {})
  await expect(
    runVerify(settings, {host, disk: machineDisk, bundle: undefined, remote: noNetwork}),
  ).rejects.toMatchObject({
    code: 'VERIFY_NO_EXPORT',
  })
})

function parsedVerify(directory: string) {
  const parsed = parseInputs(terminalHost(['--mode', 'verify', '--directory', directory], {}))
  if ('mistakes' in parsed || parsed.settings.mode !== 'verify') throw new Error(JSON.stringify(parsed))
  return parsed.settings
}
